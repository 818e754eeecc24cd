package io.apibuddy.ports.contract;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.upstream.ForwardingUpstreamClient;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.util.concurrent.ExecutionException;

/**
 * A client that implements {@link UpstreamClient#send} with {@link UpstreamClient#begin} where
 * possible, so that the contract tests check both ways of sending.
 */
public final class AsyncClient extends ForwardingUpstreamClient {

  /** Creates a client that tests {@code client}, whose {@code canBegin} must be true. */
  public AsyncClient(UpstreamClient client) {
    super(client);
    if (!client.canBegin()) {
      throw new IllegalArgumentException("this client cannot begin");
    }
  }

  @Override
  public UpstreamResponse send(UpstreamRequest request)
      throws UpstreamException, InterruptedException {
    if (!(request.body() instanceof Body.Bytes)) {
      return super.send(request);
    }
    AwaitedCallback callback = new AwaitedCallback();
    UpstreamCall call = super.begin(request, callback);
    try {
      UpstreamResponse response = callback.outcome().get();
      call.cancel(); // has no effect by now
      return response;
    } catch (ExecutionException e) {
      throw (UpstreamException) e.getCause();
    } catch (InterruptedException e) {
      call.cancel();
      throw e;
    }
  }
}
