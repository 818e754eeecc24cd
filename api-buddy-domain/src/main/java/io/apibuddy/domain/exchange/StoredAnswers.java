package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.CacheDecision;
import io.apibuddy.domain.cache.RangeEvaluator;
import io.apibuddy.domain.cache.RangeSelection;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.domain.store.UseRecorder;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Answers with stored responses, or the requested parts of them. Safe for concurrent use. */
final class StoredAnswers {
  private final GuardedResponseStore store;
  private final Responses responses;
  private final UseRecorder uses;

  StoredAnswers(GuardedResponseStore store, Responses responses, UseRecorder uses) {
    this.store = store;
    this.responses = responses;
    this.uses = uses;
  }

  /** Returns the answer, null if the stored content has gone. */
  @Nullable ProxyResponse serve(Exchange exchange, CacheDecision.ServeStored found, Instant now) {
    StoredResponse stored = found.stored();
    RangeSelection range =
        RangeEvaluator.select(exchange.method(), exchange.head().headers(), stored);
    boolean part = stored.response().status() == 206;
    Body body =
        part && !(range instanceof RangeSelection.Part)
            ? null
            : StoredPart.open(store, stored, range);
    if (body == null) {
      return null;
    }
    uses.record(stored.id(), now);
    CacheStatus status =
        exchange.cache().mode().usesRecordings()
            ? CacheStatus.recorded(found.remaining())
            : CacheStatus.hit(found.remaining());
    return responses.stored(exchange, stored, range, body, status, now);
  }
}
