package io.apibuddy.domain.exchange;

import io.apibuddy.domain.content.CountingBody;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.ResponseHead;
import java.util.concurrent.atomic.AtomicBoolean;

/** A response that reports once, when it is closed, how much of its content was delivered. */
final class ExchangeResponse implements ProxyResponse {

  /** Receives the end of the exchange. */
  @FunctionalInterface
  interface Completion {
    void completed(int status, long bytes, boolean delivered);
  }

  private final ReportedRequest reported;
  private final ResponseHead head;
  private final Body body;
  private final Completion completion;
  private final AtomicBoolean closed = new AtomicBoolean();

  ExchangeResponse(ReportedRequest reported, ResponseHead head, Body body, Completion completion) {
    this.reported = reported;
    this.head = head;
    this.body = body instanceof Body.Stream stream ? new CountingBody(stream) : body;
    this.completion = completion;
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
      if (body instanceof CountingBody counted) {
        completion.completed(head.status(), counted.count(), counted.ended());
      } else {
        completion.completed(head.status(), written ? body.length() : 0, written);
      }
    }
  }
}
