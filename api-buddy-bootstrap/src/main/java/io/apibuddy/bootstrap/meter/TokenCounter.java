package io.apibuddy.bootstrap.meter;

import io.apibuddy.bootstrap.metrics.Price;
import io.apibuddy.bootstrap.metrics.PriceTable;
import io.apibuddy.bootstrap.metrics.SavedTokens;
import io.apibuddy.bootstrap.usage.Usage;
import io.apibuddy.ports.store.EntryCompletion;
import java.util.concurrent.atomic.LongAdder;

/** Counts the tokens of one model in answers that came from the store. Safe for concurrent use. */
final class TokenCounter {
  final LongAdder input = new LongAdder();
  final LongAdder cachedInput = new LongAdder();
  final LongAdder output = new LongAdder();

  void add(EntryCompletion stored) {
    input.add(stored.number(Usage.INPUT));
    cachedInput.add(stored.number(Usage.CACHED_INPUT));
    output.add(stored.number(Usage.OUTPUT));
  }

  SavedTokens saved(String model, PriceTable prices) {
    long read = input.sum();
    long cached = cachedInput.sum();
    long written = output.sum();
    Price price = prices.of(model);
    return price == null
        ? new SavedTokens(model, read, cached, written, null, null)
        : new SavedTokens(
            model, read, cached, written, price.of(read, cached, written), price.currency());
  }
}
