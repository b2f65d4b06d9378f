// What axe does not look at, as functions of the page; each returns sentences, none when all is well.
(() => {
  const shown = (element) => element.checkVisibility({checkOpacity: false, visibilityProperty: true});
  const name = (element) => {
    const id = element.id ? `#${element.id}` : "";
    const words = (element.getAttribute("aria-label") || element.textContent || element.getAttribute("name") || "");
    return `${element.tagName.toLowerCase()}${id}.${[...element.classList].join(".")} “${words.trim().replace(/\s+/g, " ").slice(0, 40)}”`;
  };
  const scrolls = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(each).overflowX)) return true;
    }
    return false;
  };
  const clipped = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.clipPath !== "none" || style.opacity === "0") return true;
    }
    return false;
  };
  const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], iframe";
  const stops = () => [...document.querySelectorAll(STOPS)].filter(
    (each) => each.tabIndex >= 0 && !each.disabled && shown(each) && !each.closest("[inert]"));

  const look = {
    // WCAG 1.4.10: at 320 pixels nothing but a table, a picture or a row that says so itself runs out of the window.
    reflow() {
      const wide = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= wide) return [];
      const out = [...document.body.querySelectorAll("*")].filter((each) =>
        shown(each) && !scrolls(each) && each.getBoundingClientRect().right > wide + 1 && each.getBoundingClientRect().width > 0);
      const inner = out.filter((each) => !out.some((other) => other !== each && each.contains(other)));
      return [`${document.documentElement.scrollWidth} wide: ${inner.slice(0, 4).map(name).join(", ")}`];
    },

    // WCAG 1.4.12: with lines, words and letters further apart no words are cut off.
    spacing() {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      const cut = [...document.body.querySelectorAll("*")].filter((each) => {
        if (!shown(each) || clipped(each)) return false;
        const style = getComputedStyle(each);
        const hides = (way) => ["hidden", "clip"].includes(way);
        const text = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        return text && ((hides(style.overflowY) && each.scrollHeight > each.clientHeight + 1) ||
          (hides(style.overflowX) && each.scrollWidth > each.clientWidth + 1));
      });
      const found = cut.map((each) => `cut off: ${name(each)}`).concat(look.reflow().map((each) => `runs out: ${each}`));
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
      return found;
    },

    // WCAG 2.4.7 and 2.4.11: each stop of the Tab key shows that it has the focus, and lies under nothing.
    focus() {
      const said = [];
      document.activeElement?.blur();
      for (const stop of stops()) {
        if (!stop.isConnected || !shown(stop)) continue;
        const was = looksOf(stop);
        stop.focus({focusVisible: true});
        if (document.activeElement !== stop) { said.push(`cannot be focused: ${name(stop)}`); continue; }
        if (was === looksOf(stop)) said.push(`shows no focus: ${name(stop)}`);
        const over = covering(stop);
        if (over) said.push(`hidden under ${name(over)}: ${name(stop)}`);
      }
      document.activeElement?.blur();
      scrollTo(0, 0);
      return said;
    },

    // WCAG 2.4.3: nothing jumps the order of the page.
    order() {
      return stops().filter((each) => each.tabIndex > 0).map((each) => `jumps the order: ${name(each)}`);
    },

    // WCAG 1.3.1 and 3.3.1: what is wrong with a field, and what helps with it, is said where the field is.
    errors() {
      const said = [...document.querySelectorAll("[aria-describedby]")].flatMap((each) =>
        each.getAttribute("aria-describedby").split(/\s+/).filter((id) => id && !document.getElementById(id))
          .map((id) => `${name(each)} is described by ${id}, which is not there`));
      const loose = [...document.querySelectorAll(".error, .field .hint, .helptext")].filter((each) => {
        if (!shown(each) || !each.textContent.trim()) return false;
        const tied = each.id && document.querySelector(`[aria-describedby~="${CSS.escape(each.id)}"]`);
        return !tied && (each.closest(".field") || !each.closest("[role=alert], [role=status], [aria-live]"));
      });
      const wrong = [...document.querySelectorAll(".field:has(> .error) :is(input, select, textarea)")].filter((each) =>
        each.closest(".field").querySelector(".error").textContent.trim() && each.getAttribute("aria-invalid") !== "true");
      return said.concat(loose.map((each) => `tied to no field: ${name(each)}`), wrong.map((each) => `is not called wrong: ${name(each)}`));
    },

    // prefers-reduced-motion: nothing moves.
    motion() {
      const moving = document.getAnimations().filter((each) => each.playState === "running");
      const slow = [...document.querySelectorAll("*")].filter((each) =>
        getComputedStyle(each).transitionDuration.split(",").some((long) => parseFloat(long) > 0));
      return moving.map((each) => `moves: ${name(each.effect.target)}`).concat(slow.slice(0, 4).map((each) => `would move: ${name(each)}`));
    },
  };

  function looksOf(element) {
    const own = (each, pseudo) => {
      const style = getComputedStyle(each, pseudo);
      return [style.outlineStyle === "none" ? "" : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`,
        style.boxShadow, style.borderColor, style.backgroundColor, style.textDecorationLine, style.transform, style.clipPath].join("|");
    };
    return own(element) + own(element.parentElement) + [...element.labels ?? []].map((each) => own(each)).join();
  }

  function covering(element) {
    const box = element.getBoundingClientRect();
    const x = (part) => Math.min(Math.max(box.left + box.width * part, 0), innerWidth - 1);
    const y = (part) => Math.min(Math.max(box.top + box.height * part, 0), innerHeight - 1);
    let over = null;
    for (const [across, down] of [[0.5, 0.5], [0.1, 0.1], [0.9, 0.9], [0.1, 0.9], [0.9, 0.1]]) {
      const top = document.elementFromPoint(x(across), y(down));
      if (!top || top === element || element.contains(top) || top.contains(element)) return null;
      if ([...element.labels ?? []].some((each) => each.contains(top))) return null;
      over = top;
    }
    return over;
  }

  window.accessibility = look;
})();
