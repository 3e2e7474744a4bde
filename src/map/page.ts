import { escapeXml, shorten } from './text.ts';

export const WIDTH = 1280;
export const MARGIN = 24;

const STYLE = `text{font:11px Inter,"Segoe UI",system-ui,"Liberation Sans","DejaVu Sans",sans-serif;fill:#27313b}
.title{font-size:22px;font-weight:600}.sub{font-size:13px;fill:#5b6672}`;

/** How a picture begins: white, with a title and a line below it. @param style of what follows, after that of the page */
export function pageHead(title: string, headline: string, height: number, style: string): string[] {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title><desc>${escapeXml(headline)}</desc><style>${STYLE}${style}</style>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${MARGIN}" y="36" class="title">${escapeXml(shorten(title, 90))}</text>`,
    `<text x="${MARGIN}" y="58" class="sub">${escapeXml(headline)}</text>`,
  ];
}
