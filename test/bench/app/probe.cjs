// Loaded before the program that is measured (`electron -r`): says when its pages were painted
// first, and closes its windows on SIGUSR2. It costs next to nothing while no window opens.
const { app, BrowserWindow } = require('electron');

const FIRST_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) {
      if (name === 'first-contentful-paint') resolve(performance.timeOrigin + startTime);
    }
  }).observe({ type: 'paint', buffered: true });
})`;

app.on('web-contents-created', (_event, contents) => {
  contents.once('did-finish-load', () => {
    contents.executeJavaScript(FIRST_PAINT).then(
      (paintedAtMs) => {
        process.stdout.write(`bench: ${JSON.stringify({ paintedAtMs })}\n`);
      },
      (error) => {
        process.stdout.write(`The page was gone before it was painted: ${error}\n`);
      },
    );
  });
});

process.on('SIGUSR2', () => {
  for (const window of BrowserWindow.getAllWindows()) window.close();
});
