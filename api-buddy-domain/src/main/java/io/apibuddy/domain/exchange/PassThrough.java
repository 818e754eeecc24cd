package io.apibuddy.domain.exchange;

import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.domain.content.PassThroughBody;
import io.apibuddy.domain.fields.ResponseFields;
import io.apibuddy.domain.fill.AsyncFetch;
import io.apibuddy.domain.fill.Handover;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.domain.problem.UpstreamProblems;
import io.apibuddy.domain.throttle.Refusal;
import io.apibuddy.domain.throttle.ThrottledException;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes exchanges on past the store, streaming content both ways. Safe for concurrent use. */
final class PassThrough {
  /** Makes the answers to a request whose upstream fails. */
  interface FailureAnswers {

    /** Answers a request that got no response. */
    ProxyResponse failed(UpstreamException failure);

    /** Answers a request for which the upstream may not be asked now. */
    ProxyResponse throttled(Refusal refusal);

    /**
     * Returns the answer to give in place of the upstream's, null if that is passed on.
     *
     * @param status the upstream's status
     */
    @Nullable ProxyResponse substituteFor(int status);
  }

  private final UpstreamCalls calls;
  private final Invalidator invalidator;
  private final Executor others;
  private final Responses responses;
  private final InstantSource clock;

  /**
   * Creates an instance.
   *
   * @param others runs work that may block the thread that delivers an answer, if it has a place
   */
  PassThrough(
      UpstreamCalls calls,
      Invalidator invalidator,
      Executor others,
      Responses responses,
      InstantSource clock) {
    this.calls = calls;
    this.invalidator = invalidator;
    this.others = others;
    this.responses = responses;
    this.clock = clock;
  }

  /**
   * Passes a request on and returns its answer.
   *
   * @param body the request's body, closed once the exchange has ended
   * @param onHead receives the answer's end-to-end head
   * @param failures answers the request if the upstream fails
   */
  ProxyResponse exchange(
      Exchange exchange,
      Body body,
      Forwarding why,
      Consumer<ResponseHead> onHead,
      FailureAnswers failures,
      ClientWatch watch)
      throws InterruptedException {
    UpstreamResponse upstream;
    try {
      upstream = watch.during(() -> calls.passOn(exchange, body, responses.interim(exchange)));
    } catch (UpstreamException e) {
      body.close();
      return failures.failed(e);
    } catch (ThrottledException e) {
      body.close();
      return failures.throttled(e.refusal());
    } catch (ClientWatch.ClientGoneException e) {
      body.close();
      return responses.problem(exchange, Problems.clientGone());
    } catch (InterruptedException e) {
      body.close();
      throw e;
    }
    watch.onClientGone(upstream::close);
    return forwarded(exchange, body, upstream, why, onHead, failures, watch);
  }

  /**
   * Begins to pass a request on. No thread waits for the answer.
   *
   * @return false, without any effect, if the upstream may not be asked at once
   */
  boolean begin(Exchange exchange, Body.Bytes content, Forwarding why, PendingAnswer answer) {
    if (!calls.admitAtOnce(exchange, BufferedBody.of(content))) {
      return false;
    }
    ClientWatch watch = new ClientWatch(exchange.request());
    FailureAnswers failures = plainFailures(exchange);
    AsyncFetch fetch =
        calls.asyncFetch(
            exchange,
            content,
            responses.interim(exchange),
            new UpstreamCallback() {
              @Override
              public void answered(UpstreamResponse upstream) {
                watch.onClientGone(upstream::close);
                boolean waits = true; // also if asksStore throws
                try {
                  waits = invalidator.asksStore(exchange, upstream.head());
                } finally {
                  if (!waits || !Handover.to(others, () -> give(upstream))) {
                    give(upstream);
                  }
                }
              }

              private void give(UpstreamResponse upstream) {
                if (!answer.give(
                    () ->
                        forwarded(
                            exchange, Body.EMPTY, upstream, why, head -> {}, failures, watch))) {
                  upstream.close();
                  invalidator.after(exchange, upstream.head()); // the request has had its effect
                }
              }

              @Override
              public void failed(UpstreamException failure) {
                answer.give(() -> failures.failed(failure));
              }
            });
    watch.onClientGone(
        () -> {
          answer.give(() -> responses.problem(exchange, Problems.clientGone()));
          fetch.cancel();
        });
    fetch.begin();
    return true;
  }

  /** Returns answers that report failures as they are: nothing stands in. */
  FailureAnswers plainFailures(Exchange exchange) {
    return new FailureAnswers() {
      @Override
      public ProxyResponse failed(UpstreamException failure) {
        return responses.problem(
            exchange, UpstreamProblems.of(failure, exchange.target().route().origin()));
      }

      @Override
      public ProxyResponse throttled(Refusal refusal) {
        return responses.throttled(exchange, refusal);
      }

      @Override
      public @Nullable ProxyResponse substituteFor(int status) {
        return null;
      }
    };
  }

  private ProxyResponse forwarded(
      Exchange exchange,
      Body body,
      UpstreamResponse upstream,
      Forwarding why,
      Consumer<ResponseHead> onHead,
      FailureAnswers failures,
      ClientWatch watch) {
    PassThroughBody passed =
        new PassThroughBody(upstream, body, failure -> brokeOff(exchange, failure, watch));
    try {
      ResponseHead endToEnd = ResponseFields.endToEnd(upstream.head(), clock.instant());
      invalidator.after(exchange, endToEnd);
      onHead.accept(endToEnd);
      ProxyResponse instead = failures.substituteFor(endToEnd.status());
      if (instead != null) {
        passed.close();
        return instead;
      }
      return responses.forwarded(
          exchange,
          endToEnd,
          upstream.version(),
          passed.content(),
          why.answered(endToEnd.status()),
          true);
    } catch (RuntimeException | Error bug) {
      passed.close();
      throw bug;
    }
  }

  /** Reports an answer that broke off, unless it did because the client left. */
  private void brokeOff(Exchange exchange, IOException failure, ClientWatch watch) {
    if (!watch.isClientGone()) {
      calls.brokeOff(exchange, failure);
    }
  }
}
