package io.apibuddy.domain.exchange;

import io.apibuddy.domain.fill.AsyncFetch;
import io.apibuddy.domain.fill.Fetch;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Fetches the whole answer to one request.
 *
 * @param onInterim receives interim responses
 */
record WholeFetch(
    UpstreamCalls calls, Invalidator invalidator, Miss miss, Consumer<ResponseHead> onInterim)
    implements Fetch {

  @Override
  public void admit(boolean awaited) throws InterruptedException {
    calls.admit(miss.exchange(), miss.body(), awaited);
  }

  @Override
  public UpstreamResponse run(Headers conditions) throws UpstreamException, InterruptedException {
    return calls.fetchWhole(miss.exchange(), miss.body(), conditions, onInterim);
  }

  @Override
  public AsyncFetch asyncFetch(Headers conditions, UpstreamCallback callback) {
    return calls.asyncFetchWhole(miss.exchange(), miss.body(), conditions, onInterim, callback);
  }

  @Override
  public void brokeOff(IOException failure) {
    calls.brokeOff(miss.exchange(), failure);
  }

  @Override
  public boolean mayHaveEffect() {
    return Invalidator.mayHaveEffect(miss.exchange());
  }

  @Override
  public boolean invalidationAsksStore(ResponseHead answer) {
    return invalidator.asksStore(miss.exchange(), answer);
  }

  @Override
  public void invalidate(ResponseHead answer) {
    invalidator.after(miss.exchange(), answer);
  }
}
