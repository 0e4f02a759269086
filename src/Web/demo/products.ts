import type { Language } from './words.ts';

export interface Product {
  /** Also the last part of its page's address. */
  sku: string;
  /** In reais, whatever the language. */
  price: number;
  category: string;
  name: { [language in Language]: string };
  text: { [language in Language]: string };
  /** Drawn on 240 × 180. */
  art: string;
}

export const currency = 'BRL';

export const products: Product[] = [
  {
    sku: 'ipe-lamp',
    price: 389.9,
    category: 'light',
    name: { en: 'Ipê table lamp', 'pt-BR': 'Luminária Ipê' },
    text: {
      en: 'A turned wooden foot and a shade of raw linen. It gives the light of the hour before dinner.',
      'pt-BR': 'Base de madeira torneada e cúpula de linho cru. A luz da hora que antecede o jantar.',
    },
    art: `<rect width="240" height="180" fill="#f3dfb8"/><circle cx="120" cy="74" r="62" fill="#fbeecb"/>
      <path d="M94 38h52l22 52H72z" fill="#e9b50b"/><path d="M94 38h20L98 90H72z" fill="#f4cd4c"/>
      <path d="M116 90h8v16h-8z" fill="#7a4a2b"/><path d="M104 150c0-14 9-18 9-30 0-6 2-14 7-14s7 8 7 14c0 12 9 16 9 30z" fill="#8f5a35"/>
      <ellipse cx="120" cy="151" rx="26" ry="5" fill="#6b3f24"/>`,
  },
  {
    sku: 'clay-mug',
    price: 59.9,
    category: 'kitchen',
    name: { en: 'Clay mug', 'pt-BR': 'Caneca de barro' },
    text: {
      en: 'Thrown in Cunha, glazed on the inside only, so that the hand feels the clay.',
      'pt-BR': 'Torneada em Cunha e esmaltada só por dentro, para a mão sentir o barro.',
    },
    art: `<rect width="240" height="180" fill="#e6d3c5"/><path d="M156 84c26-6 34 40-6 44" fill="none" stroke="#9c4a2a" stroke-width="11"/>
      <path d="M78 66h80l-6 78c0 6-8 8-34 8s-34-2-34-8z" fill="#b4532a"/><path d="M78 66h22l2 86c-12-1-18-3-18-8z" fill="#c8683d"/>
      <ellipse cx="118" cy="66" rx="40" ry="9" fill="#5a2c1a"/><ellipse cx="118" cy="68" rx="33" ry="6" fill="#3a1d12"/>
      <path d="M104 48c-6-8 6-12 0-20m16 20c-6-8 6-12 0-20m16 20c-6-8 6-12 0-20" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" opacity=".75"/>`,
  },
  {
    sku: 'sisal-basket',
    price: 129,
    category: 'home',
    name: { en: 'Sisal basket', 'pt-BR': 'Cesto de sisal' },
    text: {
      en: 'Woven in the dry north-east of Bahia. For bread, for wool, for whatever lies around.',
      'pt-BR': 'Trançado no sertão da Bahia. Para o pão, para a lã, para o que estiver por aí.',
    },
    art: `<rect width="240" height="180" fill="#cfdccb"/><path d="M82 78c0-52 76-52 76 0" fill="none" stroke="#a97b3c" stroke-width="8"/>
      <path d="M64 78h112l-14 66c-2 8-82 8-84 0z" fill="#d2a35b"/>
      <path d="M66 90h108M69 104h102M72 118h96M75 132h90" stroke="#a97b3c" stroke-width="4"/>
      <path d="M84 80l8 66m14-66l4 68m20-68l-4 68m26-68l-10 66" stroke="#b98a48" stroke-width="4"/><rect x="60" y="73" width="120" height="11" rx="5" fill="#8f642c"/>`,
  },
  {
    sku: 'cotton-throw',
    price: 249,
    category: 'home',
    name: { en: 'Cotton throw', 'pt-BR': 'Manta de algodão' },
    text: {
      en: 'Left-over yarn from Minas, on a hand loom. No two have the same stripes.',
      'pt-BR': 'Fios reaproveitados de Minas, em tear manual. Não há duas com as mesmas listras.',
    },
    art: `<rect width="240" height="180" fill="#d8dfe6"/><path d="M56 58c40-14 88-14 128 0v74c-40 14-88 14-128 0z" fill="#f7efe2"/>
      <path d="M56 70c40-14 88-14 128 0v10c-40-14-88-14-128 0z" fill="#2f5d50"/><path d="M56 88c40-14 88-14 128 0v6c-40-14-88-14-128 0z" fill="#e9b50b"/>
      <path d="M56 102c40 14 88 14 128 0v14c-40 14-88 14-128 0z" fill="#b4532a"/>
      <path d="M60 134v16m12-13v16m12-13v16m12-15v16m12-15v16m12-16v16m12-16v16m12-17v16m12-18v16m12-19v16m12-20v16" stroke="#f7efe2" stroke-width="4" stroke-linecap="round"/>`,
  },
  {
    sku: 'mountain-coffee',
    price: 48.5,
    category: 'kitchen',
    name: { en: 'Mountain coffee', 'pt-BR': 'Café da serra' },
    text: {
      en: 'Yellow Bourbon from one slope, roasted on Tuesdays. Notes of rapadura and orange.',
      'pt-BR': 'Bourbon amarelo de uma só encosta, torrado às terças. Notas de rapadura e laranja.',
    },
    art: `<rect width="240" height="180" fill="#dcc7ae"/><path d="M82 44h76l8 106H74z" fill="#2f5d50"/><path d="M82 44h20l-4 106H74z" fill="#3d7365"/>
      <path d="M84 30h72l2 18H82z" fill="#244a40"/><circle cx="122" cy="98" r="25" fill="#f7efe2"/>
      <g transform="rotate(-28 122 98)"><ellipse cx="122" cy="98" rx="11" ry="17" fill="#6b3f24"/><path d="M122 82c-5 10 5 20 0 32" fill="none" stroke="#dcc7ae" stroke-width="3"/></g>
      <g fill="#6b3f24"><ellipse cx="182" cy="146" rx="9" ry="6"/><ellipse cx="198" cy="152" rx="9" ry="6"/><ellipse cx="58" cy="150" rx="9" ry="6"/></g>`,
  },
  {
    sku: 'window-fern',
    price: 119,
    category: 'garden',
    name: { en: 'Window fern', 'pt-BR': 'Samambaia de janela' },
    text: {
      en: 'It wants shade, a little water every other day, and somebody to talk to.',
      'pt-BR': 'Pede sombra, um pouco de água dia sim, dia não, e alguém para conversar.',
    },
    art: `<rect width="240" height="180" fill="#f0e2d6"/>
      <g fill="none" stroke="#2f5d50" stroke-width="9" stroke-linecap="round"><path d="M120 106c-6-44-30-62-62-58"/><path d="M120 106c6-44 30-62 62-58"/><path d="M120 106c-20-24-46-26-66-8"/><path d="M120 106c20-24 46-26 66-8"/></g>
      <g fill="none" stroke="#5c9277" stroke-width="8" stroke-linecap="round"><path d="M120 106c-4-40-12-62-28-78"/><path d="M120 106c4-40 12-62 28-78"/><path d="M120 106V34"/></g>
      <path d="M84 102h72l-9 48c-1 6-53 6-54 0z" fill="#b4532a"/><path d="M84 102h18l3 52c-8-1-12-2-12-4z" fill="#c8683d"/><rect x="79" y="98" width="82" height="13" rx="4" fill="#9c4a2a"/>`,
  },
];
