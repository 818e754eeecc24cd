package io.apibuddy.ports.upstream;

import io.apibuddy.ports.spi.Settings;
import java.util.Objects;

/**
 * A client that forwards every call to another one. Subclasses override the calls whose behaviour
 * they change.
 */
public abstract class ForwardingUpstreamClient implements UpstreamClient {
  private final UpstreamClient client;

  /** Creates a client that forwards to {@code client}. */
  protected ForwardingUpstreamClient(UpstreamClient client) {
    this.client = Objects.requireNonNull(client, "client");
  }

  @Override
  public UpstreamResponse send(UpstreamRequest request)
      throws UpstreamException, InterruptedException {
    return client.send(request);
  }

  @Override
  public boolean canBegin() {
    return client.canBegin();
  }

  @Override
  public UpstreamCall begin(UpstreamRequest request, UpstreamCallback callback) {
    return client.begin(request, callback);
  }

  @Override
  public void reconfigure(Settings settings) {
    client.reconfigure(settings);
  }

  @Override
  public void close() {
    client.close();
  }
}
