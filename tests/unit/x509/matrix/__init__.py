"""The matrix: kinds of key, the containers they come in and the programs that wrote them, judged by other programs."""
