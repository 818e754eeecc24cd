package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.CacheDecision;
import io.apibuddy.domain.cache.RangeEvaluator;
import io.apibuddy.domain.cache.RangeSelection;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.domain.store.UseRecorder;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Answers with stored responses, or the requested parts of them. Safe for concurrent use. */
final class StoredAnswers {
  private final StoredBodies bodies;
  private final Responses responses;
  private final UseRecorder uses;

  StoredAnswers(StoredBodies bodies, Responses responses, UseRecorder uses) {
    this.bodies = bodies;
    this.responses = responses;
    this.uses = uses;
  }

  /** Returns the answer, null if the stored content has gone. */
  @Nullable ProxyResponse serve(Exchange exchange, CacheDecision.ServeStored found, Instant now) {
    RangeSelection range = range(exchange, found.stored());
    return range == null
        ? null
        : answer(exchange, found, range, bodies.open(found.stored(), range), now);
  }

  /** Returns the answer without I/O, null if the store has to be asked for the content. */
  @Nullable ProxyResponse serveFromMemory(
      Exchange exchange, CacheDecision.ServeStored found, Instant now) {
    RangeSelection range = range(exchange, found.stored());
    return range == null
        ? null
        : answer(exchange, found, range, bodies.openInMemory(found.stored(), range), now);
  }

  /** Returns what to send of a stored response, null if that is a part with something else. */
  private static @Nullable RangeSelection range(Exchange exchange, StoredResponse stored) {
    RangeSelection range =
        RangeEvaluator.select(exchange.method(), exchange.head().headers(), stored);
    boolean part = stored.response().status() == 206;
    return part && !(range instanceof RangeSelection.Part) ? null : range;
  }

  private @Nullable ProxyResponse answer(
      Exchange exchange,
      CacheDecision.ServeStored found,
      RangeSelection range,
      @Nullable Body body,
      Instant now) {
    if (body == null) {
      return null;
    }
    uses.record(found.stored().id(), now);
    CacheStatus status =
        exchange.cache().mode().usesRecordings()
            ? CacheStatus.recorded(found.remaining())
            : CacheStatus.hit(found.remaining());
    return responses.stored(exchange, found.stored(), range, body, status, now);
  }
}
