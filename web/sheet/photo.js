// A photograph is looked at before it is used: a pen marks a spot, a box covers a person.
import { canvas as picture, jpeg } from "../picture.js";

// Lets the person look at it; the JPEG's bytes, or nothing where it is not to be used.
export async function edit(file, words) {
  const canvas = await picture(file);
  return (await look(canvas, words)) ? jpeg(canvas) : null;
}

function look(canvas, words) {
  const dialog = document.createElement("dialog");
  dialog.className = "photo-dialog";
  const hint = document.createElement("p");
  hint.textContent = words.photo_hint;
  const tools = document.createElement("div");
  tools.className = "wishes";
  let mode = "mark";
  const tool = (name, label) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
    button.setAttribute("aria-pressed", String(mode === name));
    button.onclick = () => {
      mode = name;
      for (const other of tools.querySelectorAll("[aria-pressed]")) other.setAttribute("aria-pressed", String(other === button));
    };
    tools.append(button);
  };
  tool("mark", words.photo_mark);
  tool("cover", words.photo_cover);
  const end = (label, value, primary) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.className = primary ? "button button-primary" : "button";
    button.onclick = () => dialog.close(value);
    tools.append(button);
  };
  end(words.photo_use, "use", true);
  end(words.photo_cancel, "", false);
  dialog.append(hint, canvas, tools);
  draw(canvas, () => mode);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    dialog.onclose = () => {
      dialog.remove();
      done(dialog.returnValue === "use");
    };
  });
}

function draw(canvas, mode) {
  const pen = canvas.getContext("2d");
  let from, before;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  };
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    from = at(event);
    before = pen.getImageData(0, 0, canvas.width, canvas.height);
    Object.assign(pen, { strokeStyle: "#e02020", lineWidth: Math.max(4, canvas.width / 160), lineCap: "round", lineJoin: "round" });
  };
  canvas.onpointermove = (event) => {
    if (!from) return;
    const to = at(event);
    if (mode() === "cover") {
      pen.putImageData(before, 0, 0);
      pen.fillStyle = "#000";
      pen.fillRect(from[0], from[1], to[0] - from[0], to[1] - from[1]);
      return;
    }
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
    from = to;
  };
  canvas.onpointerup = canvas.onpointercancel = () => (from = before = null);
}
