// Making elements. All that is shown goes through here, as text: nothing in this page is ever parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {Node|string|number|null|undefined|false|Child[]} Child
 * @typedef {Record<string, unknown>} Attributes
 */

/**
 * An HTML element. Attributes that are null, undefined or false are left out; `on...` are listeners.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/**
 * An element of a picture.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * A text of somebody else (a name, a subject): it keeps its own direction and breaks where it must.
 * @param {Child} text
 */
export function foreign(text, className = "foreign") {
  return el("bdi", { class: className }, text);
}

/** @param {string} text */
export function code(text) {
  return el("code", {}, foreign(text));
}

/**
 * Replace what is in a container, without taking the focus, the open details or the scroll from the person.
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

/** An id that no other element has. @param {string} word */
export function freshId(word) {
  made += 1;
  return `${word}-${made}`;
}

/**
 * @template {Element} E
 * @param {E} element @param {Attributes} attributes @param {Child[]} children
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

/** @param {Child[]} children @returns {(Node|string)[]} */
function nodes(children) {
  return children.flat(9).filter((child) => child !== null && child !== undefined && child !== false && child !== "")
    .map((child) => (child instanceof Node ? child : String(child)));
}
