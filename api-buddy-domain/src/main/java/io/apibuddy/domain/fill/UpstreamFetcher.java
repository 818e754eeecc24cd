package io.apibuddy.domain.fill;

import io.apibuddy.domain.content.LostContentException;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Sends requests to an upstream. A request is sent once more, on a new connection, if a pooled
 * connection turned out to be closed and repeating can do no harm: its method is idempotent (RFC
 * 9110 section 9.2.2) or nothing was sent. Safe for concurrent use.
 */
public final class UpstreamFetcher {

  private final UpstreamClient client;
  private final Ticker ticker;

  public UpstreamFetcher(UpstreamClient client, Ticker ticker) {
    this.client = client;
    this.ticker = ticker;
  }

  /** Supplies a request's body, from its start each time. */
  @FunctionalInterface
  public interface BodySource {
    Body open() throws IOException;
  }

  /** Sends a request whose body can be sent only once, unless it is in memory. */
  public UpstreamResponse fetch(UpstreamRequest request)
      throws UpstreamException, InterruptedException {
    long begun = ticker.nanos();
    try {
      return client.send(request);
    } catch (UpstreamException e) {
      if (request.body() instanceof Body.Bytes && mayRetry(request, e)) {
        return client.send(request.onNewConnection(since(begun)));
      }
      throw e;
    }
  }

  /** Sends a request whose body can be opened again. */
  public UpstreamResponse fetch(UpstreamRequest request, BodySource body)
      throws UpstreamException, InterruptedException {
    long begun = ticker.nanos();
    try {
      return client.send(withBody(request, body));
    } catch (UpstreamException e) {
      if (mayRetry(request, e)) {
        return client.send(withBody(request, body).onNewConnection(since(begun)));
      }
      throw e;
    }
  }

  private Duration since(long begun) {
    return Duration.ofNanos(ticker.nanos() - begun);
  }

  /** Returns whether requests can be sent without a thread that waits. */
  public boolean canBegin() {
    return client.canBegin();
  }

  /**
   * Returns a fetch, not begun, of a request whose content is in memory; no thread waits for its
   * answer.
   *
   * @param onAnswer receives an answer before {@code callback} does, and returns what that receives
   * @param onFailure receives a failure before {@code callback} is called, unless the fetch was
   *     cancelled
   */
  public AsyncFetch asyncFetch(
      UpstreamRequest request,
      UnaryOperator<UpstreamResponse> onAnswer,
      Consumer<UpstreamException> onFailure,
      UpstreamCallback callback) {
    return new AsyncFetch(client, ticker, request, onAnswer, onFailure, callback);
  }

  /** Returns whether a request that failed may be sent once more. */
  static boolean mayRetry(UpstreamRequest request, UpstreamException failure) {
    return failure.kind() == UpstreamException.Kind.STALE_CONNECTION
        && (failure.requestSent() == UpstreamException.RequestSent.NO || request.isIdempotent());
  }

  private static UpstreamRequest withBody(UpstreamRequest request, BodySource source)
      throws UpstreamException {
    try {
      return request.withBody(source.open());
    } catch (IOException e) {
      throw new UpstreamException(
          UpstreamException.Kind.REQUEST_BODY_FAILED,
          UpstreamException.RequestSent.NO,
          "the buffered request body cannot be read",
          new LostContentException(e));
    }
  }
}
