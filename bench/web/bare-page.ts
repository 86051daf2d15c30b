/** Nothing but a canvas that draws lines to where the pen is: what the browser alone takes. */
export const BARE_PAGE = `<!doctype html><meta charset="utf-8"><title>bare</title>
<style>body{margin:0}canvas{position:fixed;left:64px;top:64px;width:680px;height:680px;touch-action:none}</style>
<canvas width="680" height="680"></canvas>
<script>
  const canvas = document.querySelector("canvas");
  const context = canvas.getContext("2d");
  context.lineWidth = 6;
  let points = [];
  let asked = false;
  canvas.addEventListener("pointerdown", (event) => {
    context.beginPath();
    context.moveTo(event.offsetX, event.offsetY);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    points.push([event.offsetX, event.offsetY]);
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      for (const [x, y] of points) context.lineTo(x, y);
      points = [];
      context.stroke();
    });
  });
</script>
`;
