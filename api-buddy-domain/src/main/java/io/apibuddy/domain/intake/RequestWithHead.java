package io.apibuddy.domain.intake;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request whose head was replaced for the rest of its exchange.
 *
 * @param received the request as the front end received it
 * @param head the head to go on with
 */
record RequestWithHead(ProxyRequest received, RequestHead head) implements ProxyRequest {

  @Override
  public Body body() {
    return received.body();
  }

  @Override
  public String authority() {
    return received.authority();
  }

  @Override
  public InetAddress clientAddress() {
    return received.clientAddress();
  }

  @Override
  public int localPort() {
    return received.localPort();
  }

  @Override
  public void onClientGone(Runnable action) {
    received.onClientGone(action);
  }

  @Override
  public void interim(ResponseHead interim) {
    received.interim(interim);
  }

  @Override
  public @Nullable Object attachment() {
    return received.attachment();
  }

  @Override
  public void attach(@Nullable Object value) {
    received.attach(value);
  }
}
