// "Share this page": the phone's own sheet where there is one, otherwise the link goes to the clipboard.
export function share(link) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const url = new URL(link.href).href;
    try {
      if (navigator.share) await navigator.share({ title: document.title, url });
      else {
        await navigator.clipboard.writeText(url);
        link.querySelector("span").textContent = link.dataset.copied;
      }
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  });
}
