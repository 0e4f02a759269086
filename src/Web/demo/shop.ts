import { currency, products, type Product } from './products.ts';
import { language, words } from './words.ts';

const view = document.getElementById('view')!;

const money = (amount: number) => new Intl.NumberFormat(language(), { style: 'currency', currency }).format(amount);

/** The address of the front page or of a product's, in the language that is being read. */
const address = (product?: Product) =>
  `/demo${product ? `/products/${product.sku}` : ''}${new URLSearchParams(location.search).has('lang') ? `?lang=${language()}` : ''}`;

const card = (product: Product) => `
  <li class="card">
    <a href="${address(product)}" data-route id="see-${product.sku}" aria-label="${words().see}: ${product.name[language()]}">
      <svg viewBox="0 0 240 180" aria-hidden="true">${product.art}</svg>
      <span class="card-text"><b>${product.name[language()]}</b><span class="price">${money(product.price)}</span></span>
    </a>
  </li>`;

/** An ipê's flower, five round petals, of some size at some place. */
const flower = (x: number, y: number, size: number, petal = '#e9b50b') => `
  <g transform="translate(${x} ${y}) scale(${size})"><g fill="${petal}"><circle cy="-9" r="7"/><circle cx="8.6" cy="-2.8" r="7"/><circle cx="5.3" cy="7.3" r="7"/><circle cx="-5.3" cy="7.3" r="7"/><circle cx="-8.6" cy="-2.8" r="7"/></g><circle r="4.6" fill="#b4532a"/></g>`;

const branch = `
  <svg viewBox="0 4 248 186" aria-hidden="true">
    <g fill="none" stroke="#6b3f24" stroke-linecap="round"><path d="M14 182C70 168 120 128 226 30" stroke-width="7"/><path d="M92 144c10-34 8-58-6-88M150 98c24 4 44 16 60 40M66 160c-16-14-28-34-32-58" stroke-width="5"/></g>
    ${flower(226, 30, 1.25)}${flower(188, 60, 1.1, '#f4cd4c')}${flower(196, 24, .8)}${flower(86, 52, 1.3)}${flower(58, 70, .9, '#f4cd4c')}${flower(110, 76, .8)}
    ${flower(210, 140, 1.2)}${flower(178, 122, .85, '#f4cd4c')}${flower(34, 98, 1.1, '#f4cd4c')}${flower(20, 126, .75)}${flower(138, 112, 1)}${flower(162, 166, .55)}${flower(120, 178, .5, '#f4cd4c')}
  </svg>`;

const frontPage = () => `
  <section class="hero"><div><h1>${words().title}</h1><p>${words().tagline}</p></div>${branch}</section>
  <ul class="cards">${products.map(card).join('')}</ul>`;

const productPage = (product: Product) => `
  <a class="back" href="${address()}" data-route>← ${words().back}</a>
  <article class="product">
    <svg viewBox="0 0 240 180" aria-hidden="true">${product.art}</svg>
    <div>
      <h1>${product.name[language()]}</h1>
      <p class="price">${money(product.price)}</p>
      <p>${product.text[language()]}</p>
      <button type="button" class="primary" id="buy">${words().buy}</button>
      <p class="answer" role="status"></p>
    </div>
  </article>
  <h2 class="more">${words().alsoLike}</h2>
  <ul class="cards">${products.filter(other => other !== product).slice(0, 3).map(card).join('')}</ul>`;

const current = () => products.find(product => location.pathname === `/demo/products/${product.sku}`);

/** Shows what the address says. */
export const show = (): void => {
  const product = current();
  document.documentElement.lang = language();
  document.title = `${product ? product.name[language()] : words().title} · Casa Ipê`;
  view.innerHTML = product ? productPage(product) : frontPage();
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = words()[element.dataset.text as 'buy'];
  }
  document.querySelector('#newsletter .answer')!.textContent = '';
  document.querySelector<HTMLAnchorElement>('.brand')!.href = address();
  document.querySelector('.languages')!.setAttribute('aria-label', words().languages);
  for (const button of document.querySelectorAll<HTMLElement>('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language()));
  }
};

const buy = (product: Product) => {
  const orderId = `IPE-${Date.now().toString(36).toUpperCase()}`;
  window.tracking!('transaction', {
    orderId,
    value: product.price,
    currency,
    items: [{ sku: product.sku, name: product.name[language()], category: product.category, price: product.price, quantity: 1 }],
  });
  view.querySelector('.answer')!.textContent = words().bought(orderId);
};

/** Follows links within the shop without loading the page anew, and takes orders and subscriptions. */
export const openShop = (changed: () => void): void => {
  const showAll = () => {
    show();
    changed();
  };

  document.addEventListener('click', event => {
    const target = event.target as Element;
    const link = target.closest<HTMLAnchorElement>('a[data-route], a.brand');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (link.href !== location.href) history.pushState(null, '', link.href);
      showAll();
      scrollTo(0, 0);
      view.focus({ preventScroll: true });
    }
    const chosen = target.closest<HTMLElement>('[data-language]')?.dataset.language;
    if (chosen) {
      history.replaceState(null, '', `${location.pathname}?lang=${chosen}`);
      showAll();
    }
    const product = current();
    if (product && target.closest('#buy')) buy(product);
  });
  addEventListener('popstate', showAll);

  const form = document.getElementById('newsletter') as HTMLFormElement;
  form.addEventListener('submit', event => {
    event.preventDefault();
    form.reset();
    form.querySelector('.answer')!.textContent = words().subscribed;
  });
  showAll();
};
