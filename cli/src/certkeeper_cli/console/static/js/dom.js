// Makes elements. All that is shown goes through here, as text: nothing in this page is ever parsed as HTML (ADR 67).

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Node|string|number|null|undefined|false|Children} Child */
/** @typedef {Child[]} Children its own name: TypeScript finds a circle in one that names itself */
/** @typedef {Record<string, unknown>} Attributes */

/**
 * Return an HTML element. Attributes that are null, undefined or false are left out; `on...` are listeners.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/**
 * Return an element of a picture.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * Return a text that somebody else chose (a name, a subject): it keeps its own direction, and lines break where needed.
 * @param {Child} text
 */
export function foreign(text, className = "foreign") {
  return el("bdi", { class: className }, text);
}

/**
 * Return a value to be read letter by letter.
 * @param {string} text
 */
export function code(text) {
  return el("code", {}, foreign(text));
}

/**
 * Replace what is in a container, and keep the focus, the open details and the scroll position.
 * @param {Element} container
 * @param {...Child} children
 */
export function swap(container, ...children) {
  const focused = container.contains(document.activeElement) ? document.activeElement?.id : "";
  const open = new Set([...container.querySelectorAll("details[open][id]")].map((one) => one.id));
  container.replaceChildren(...nodes(children));
  for (const details of container.querySelectorAll("details[id]")) {
    if (open.has(details.id)) details.setAttribute("open", "");
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

let made = 0;

/**
 * Return an id that no other element has.
 * @param {string} word its beginning
 */
export function freshId(word) {
  made += 1;
  return `${word}-${made}`;
}

/**
 * @template {Element} E
 * @param {E} element
 * @param {Attributes} attributes
 * @param {Child[]} children
 * @returns {E}
 */
function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name === "value" || name === "checked") Reflect.set(element, name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...nodes(children));
  return element;
}

/**
 * @param {Child[]} children
 * @returns {(Node|string)[]}
 */
function nodes(children) {
  return children
    .flat(9)
    .filter((child) => child !== null && child !== undefined && child !== false && child !== "")
    .map((child) => (child instanceof Node ? child : String(child)));
}
