package io.apibuddy.domain.exchange;

import io.apibuddy.domain.content.CountingBody;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A response that reports once, when it is closed, how much of its content was delivered. */
final class ExchangeResponse implements ProxyResponse {

  private final Observer observer;
  private final ReportedRequest reported;
  private final ResponseHead head;
  private final Body body;
  private final CacheOutcome outcome;
  private final @Nullable String errorCode;
  private final EntryCompletion stored;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Creates a response.
   *
   * @param observer is told the end of the exchange
   * @param errorCode the code of the proxy's own error, null if the answer is none
   * @param stored the completion of the stored response that answers
   */
  ExchangeResponse(
      Observer observer,
      ReportedRequest reported,
      ResponseHead head,
      Body body,
      CacheOutcome outcome,
      @Nullable String errorCode,
      EntryCompletion stored) {
    this.observer = observer;
    this.reported = reported;
    this.head = head;
    this.body = body instanceof Body.Stream stream ? new CountingBody(stream) : body;
    this.outcome = outcome;
    this.errorCode = errorCode;
    this.stored = stored;
  }

  @Override
  public ResponseHead head() {
    return head;
  }

  @Override
  public Body body() {
    return body;
  }

  @Override
  public void close() {
    end(true);
  }

  @Override
  public void abandon() {
    end(false);
  }

  /**
   * Releases the body without ending the exchange, so that another response can take its place;
   * returns the request that both answer.
   */
  ReportedRequest withdraw() {
    if (closed.compareAndSet(false, true)) {
      body.close();
    }
    return reported;
  }

  /**
   * Ends the exchange, once.
   *
   * @param written whether content in memory was written
   */
  private void end(boolean written) {
    if (closed.compareAndSet(false, true)) {
      body.close();
      boolean delivered = written;
      long bytes = written ? body.length() : 0;
      if (body instanceof CountingBody counted) {
        delivered = counted.ended();
        bytes = counted.count();
      }
      observer.completed(reported, head.status(), outcome, errorCode, stored, bytes, delivered);
    }
  }
}
