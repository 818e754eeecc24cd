package io.apibuddy.domain.exchange;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A request that is only explained: no client waits for an answer. */
record DescribedRequest(RequestHead head, Body body, String authority) implements ProxyRequest {

  @Override
  public InetAddress clientAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public void onClientGone(Runnable action) {}

  @Override
  public void interim(ResponseHead interim) {}

  @Override
  public @Nullable Object attachment() {
    return null;
  }

  @Override
  public void attach(@Nullable Object value) {}
}
