package io.apibuddy.ports.contract;

import io.apibuddy.ports.upstream.ForwardingUpstreamClient;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Adds {@link UpstreamClient#begin} to a client without a network: calls run on an executor, and
 * cancelling a call interrupts it.
 */
public final class AsyncUpstream extends ForwardingUpstreamClient {
  private final Executor executor;

  /** Creates a client that calls {@code client} on {@code executor}. */
  public AsyncUpstream(UpstreamClient client, Executor executor) {
    super(client);
    this.executor = executor;
  }

  @Override
  public boolean canBegin() {
    return true;
  }

  @Override
  public UpstreamCall begin(UpstreamRequest request, UpstreamCallback callback) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              UpstreamResponse response;
              try {
                response = send(request);
              } catch (UpstreamException e) {
                callback.failed(e);
                return null;
              } catch (InterruptedException e) {
                callback.failed(
                    FakeUpstream.failure(
                        UpstreamException.Kind.CLOSED, UpstreamException.RequestSent.PERHAPS));
                return null;
              } catch (RuntimeException e) { // otherwise the caller would wait for ever
                callback.failed(
                    FakeUpstream.failure(
                        UpstreamException.Kind.CLIENT_FAILED,
                        UpstreamException.RequestSent.PERHAPS));
                return null;
              }
              callback.answered(response);
              return null;
            });
    executor.execute(task);
    return () -> task.cancel(true);
  }
}
