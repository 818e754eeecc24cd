package io.apibuddy.benchmarks;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The sample request, from no socket; for one exchange. */
public final class SampleRequest implements ProxyRequest {
  private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();

  private @Nullable Object attachment;

  /** Makes a request that was not answered yet. */
  public SampleRequest() {}

  @Override
  public RequestHead head() {
    return Sample.REQUEST;
  }

  @Override
  public Body body() {
    return Body.EMPTY;
  }

  @Override
  public String authority() {
    return "127.0.0.1:8080";
  }

  @Override
  public InetAddress clientAddress() {
    return CLIENT;
  }

  @Override
  public void onClientGone(Runnable action) {}

  @Override
  public void interim(ResponseHead head) {}

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public void attach(@Nullable Object value) {
    attachment = value;
  }
}
