// The camera of the check-in: about three frames a second go to the server, which reads the code.
// One frame is under way at a time, so a slow line slows the looking, and no code is sent twice.

const FRAME_EVERY = 330;
const WIDTH = 640;
const finder = document.getElementById("viewfinder");
const video = finder?.querySelector("video");
const said = document.getElementById("code-said");
const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const canvas = document.createElement("canvas");

for (const button of finder?.querySelectorAll("[data-camera]") ?? []) button.addEventListener("click", open);
// Whoever allowed the camera before has it at once.
navigator.permissions?.query({ name: "camera" }).then((camera) => camera.state === "granted" && finder && open(), () => {});
addEventListener("pagehide", close);

async function open() {
  if (!navigator.mediaDevices?.getUserMedia) return show("absent");
  show("asking");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
    await video.play();
    show("looking");
    look();
  } catch (error) {
    show(error.name === "NotAllowedError" ? "denied" : "absent");
  }
}

async function look() {
  while (finder.dataset.state === "looking") {
    const began = performance.now();
    const frame = await picture();
    if (frame) await ask(frame);
    await new Promise((next) => setTimeout(next, Math.max(0, FRAME_EVERY - (performance.now() - began))));
  }
}

function picture() {
  if (!video.videoWidth) return null;
  canvas.width = Math.min(WIDTH, video.videoWidth);
  canvas.height = Math.round((video.videoHeight / video.videoWidth) * canvas.width);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
}

async function ask(frame) {
  try {
    const answer = await fetch(finder.dataset.frames, { method: "POST", body: frame, headers: { "X-CSRFToken": token, "Content-Type": "image/jpeg" } });
    if (answer.redirected) return location.reload();
    const { state, url, words } = await answer.json();
    if (state === "found") {
      show("found");
      close();
      location.assign(url);
    } else if (state === "refused") {
      said.textContent = words;
      await new Promise((next) => setTimeout(next, 1500));
    }
  } catch {
    said.textContent = "No connection. The camera keeps looking; the code can also be typed.";
  }
}

function show(state) {
  finder.dataset.state = state;
}

function close() {
  for (const track of video?.srcObject?.getTracks() ?? []) track.stop();
}
