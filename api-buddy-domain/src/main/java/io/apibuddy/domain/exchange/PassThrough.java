package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.domain.throttle.ThrottledException;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Exchanges past the store: bodies stream through in both directions. Safe for concurrent use. */
final class PassThrough {
  private final UpstreamCalls calls;
  private final Responses responses;
  private final InstantSource clock;

  PassThrough(UpstreamCalls calls, Responses responses, InstantSource clock) {
    this.calls = calls;
    this.responses = responses;
    this.clock = clock;
  }

  /**
   * Passes a request on.
   *
   * @param body its body, closed once the exchange has ended
   * @param detail why nothing is stored, empty if the reason says it all
   * @param onHead told of the answer's end-to-end head
   */
  ProxyResponse exchange(
      Exchange exchange,
      Body body,
      CacheOutcome outcome,
      ForwardReason reason,
      String detail,
      Consumer<ResponseHead> onHead,
      ClientWatch watch)
      throws InterruptedException {
    UpstreamResponse upstream;
    try {
      upstream = watch.during(() -> calls.passOn(exchange, body, responses.interim(exchange)));
    } catch (UpstreamException e) {
      body.close();
      return responses.problem(
          exchange, Problems.upstream(e, exchange.target().route().origin().getHost()));
    } catch (ThrottledException e) {
      body.close();
      return responses.throttled(exchange, e.refusal());
    } catch (ClientWatch.ClientGoneException e) {
      body.close();
      return responses.problem(exchange, Problems.clientGone());
    } catch (InterruptedException e) {
      body.close();
      throw e;
    }
    watch.onLeaving(upstream::close);
    ResponseHead endToEnd = ResponseFields.endToEnd(upstream.head(), clock.instant());
    calls.invalidate(exchange, endToEnd);
    onHead.accept(endToEnd);
    CacheStatus status = CacheStatus.forwarded(outcome, reason, endToEnd.status(), false, detail);
    return responses.forwarded(
        exchange, endToEnd, upstream.version(), content(new UpstreamBody(upstream, body)), status);
  }

  /** What is in memory holds no connection. */
  private static Body content(UpstreamBody streamed) {
    Body content = streamed.upstream().body();
    if (!(content instanceof Body.Bytes)) {
      return streamed;
    }
    streamed.close();
    return content;
  }

  /** An upstream's content; closing it lets go of the exchange with the upstream. */
  private record UpstreamBody(UpstreamResponse upstream, Body sent) implements Body.Stream {

    @Override
    public long length() {
      return upstream.body().length();
    }

    @Override
    public InputStream stream() {
      return upstream.body().stream();
    }

    @Override
    public Headers trailers() {
      return TrailerFields.of(upstream.body());
    }

    @Override
    public void close() {
      upstream.close();
      sent.close();
    }
  }
}
