package io.apibuddy.benchmarks;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The sample request without a socket, for one exchange. */
public final class SampleRequest implements ProxyRequest {
  private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();

  private final RequestHead head;
  private @Nullable Object attachment;

  private SampleRequest(RequestHead head) {
    this.head = head;
  }

  /** Returns an unanswered request whose head is the same object each time. */
  public static SampleRequest withSameHead() {
    return new SampleRequest(Sample.REQUEST);
  }

  /** Returns an unanswered request whose head is a new object. */
  public static SampleRequest withNewHead() {
    RequestHead known = Sample.REQUEST;
    return new SampleRequest(
        new RequestHead(known.method(), known.target(), known.version(), known.headers()));
  }

  @Override
  public RequestHead head() {
    return head;
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
