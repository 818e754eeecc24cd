// Returns the texts whose contrast to their ground is below 4.5 to 1 (WCAG 2.2, 1.4.3).
const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
const luminance = (colour) => {
  const [red, green, blue] = channels(colour).slice(0, 3).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const ground = (element) => {
  const colour = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)';
  return channels(colour)[3] === 0 ? ground(element.parentElement) : colour;
};
const contrast = (element) => {
  const [light, dark] = [getComputedStyle(element).color, ground(element)]
    .map(luminance).sort((one, other) => other - one);
  return (light + 0.05) / (dark + 0.05);
};
return [...document.body.querySelectorAll('*')]
  .filter((element) => element.checkVisibility())
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()))
  .filter((element) => contrast(element) < 4.5)
  .map((element) => `${element.textContent}: ${contrast(element)}`);
