import type { Tracking } from '../tracker/src/calls.ts';
import { openConsentBanner, showConsent } from './consent.ts';
import { openSent, showSent, watch } from './sent.ts';
import { openShop } from './shop.ts';

// What every page does that calls the tracker before it is loaded: the calls wait in a list, in order.
const stub: Tracking = (window.tracking ??= function () {
  (stub.q ??= []).push(arguments);
});

watch();
openShop(() => {
  showSent();
  showConsent();
});
openSent();
openConsentBanner();
