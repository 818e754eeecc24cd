package io.apibuddy.benchmarks;

import io.apibuddy.bootstrap.store.HotTierStorage;
import io.apibuddy.domain.ProxyCore;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.meter.ExchangeMeter;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The whole domain with a hot tier that holds the answer to the sample request. */
public final class SampleCore implements AutoCloseable {
  private static final long HOT_TIER = 16 << 20;

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final HotTierStorage storage =
      new HotTierStorage(new InMemoryStorage(AdapterContext.of(Settings.NONE)), HOT_TIER);
  private final ProxyCore core;

  /** Creates the domain and fetches the answer once. */
  public SampleCore(ExchangeMeter meter, ExchangeListener listener) {
    core =
        ProxyCore.builder()
            .upstreamClient(new Upstream())
            .executor(workers)
            .configuration(ProxyConfiguration.of(Sample.mapping(CachePolicy.TTL)))
            .storage(storage)
            .meter(meter)
            .listener(listener)
            .build();
    try (ProxyResponse miss = core.handle(SampleRequest.withNewHead());
        Body content = miss.body()) {
      content.stream().readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("the upstream is in memory", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Answers from the hot tier, as the front end's selector thread does. Throws if that is not
   * possible, so that nothing else is measured.
   */
  public ProxyResponse hit(SampleRequest request) {
    return core.handleImmediately(request).orElseThrow();
  }

  /** Returns the hot tier's entry of a key. */
  public StoredResponse stored(CacheKey key) {
    return storage.responses().candidatesInMemory(key).get(0);
  }

  @Override
  public void close() {
    core.close();
    storage.close();
    workers.shutdownNow();
  }

  private static final class Upstream implements UpstreamClient {
    @Override
    public UpstreamResponse send(UpstreamRequest request) {
      return new UpstreamResponse() {
        @Override
        public ResponseHead head() {
          return Sample.RESPONSE;
        }

        @Override
        public ProtocolVersion version() {
          return ProtocolVersion.HTTP_1_1;
        }

        @Override
        public Body body() {
          return Sample.CONTENT;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }
}
