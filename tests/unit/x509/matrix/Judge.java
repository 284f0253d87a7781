import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;

/**
 * Opens many key stores in one run, since a start of Java takes half a second. Each argument of the list is a line of
 * the file named by the first one: the path of a PKCS#12 file, a tab and its password; or the path of a JKS, a tab, its
 * password, a tab, the path of the PKCS#12 file to write, a tab and the value of keystore.pkcs12.legacy.
 *
 * Prints a line for each: the key (PKCS#8) and the first certificate of its chain in base64, or the name of an error.
 */
class Judge {
  public static void main(String[] arguments) throws Exception {
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] parts = line.split("\t", -1);
      try {
        System.out.println(parts.length > 2 ? converted(parts) : opened(load("PKCS12", parts), parts[1]));
      } catch (Exception error) {
        System.out.println(error.getClass().getSimpleName());
      }
    }
  }

  private static KeyStore load(String type, String[] parts) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    try (FileInputStream stream = new FileInputStream(parts[0])) {
      store.load(stream, parts[1].toCharArray());
    }
    return store;
  }

  private static String opened(KeyStore store, String password) throws Exception {
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        Key key = store.getKey(alias, password.toCharArray());
        Base64.Encoder encoder = Base64.getEncoder();
        byte[] leaf = store.getCertificateChain(alias)[0].getEncoded();
        return encoder.encodeToString(key.getEncoded()) + " " + encoder.encodeToString(leaf);
      }
    }
    return "none";
  }

  private static String converted(String[] parts) throws Exception {
    if (parts[3].isEmpty()) {
      System.clearProperty("keystore.pkcs12.legacy");
    } else {
      System.setProperty("keystore.pkcs12.legacy", parts[3]);
    }
    KeyStore from = load("JKS", parts);
    KeyStore to = KeyStore.getInstance("PKCS12");
    to.load(null, null);
    char[] password = parts[1].toCharArray();
    String alias = from.aliases().nextElement();
    to.setKeyEntry(alias, from.getKey(alias, password), password, from.getCertificateChain(alias));
    try (FileOutputStream stream = new FileOutputStream(parts[2])) {
      to.store(stream, password);
    }
    return opened(to, parts[1]);
  }
}
