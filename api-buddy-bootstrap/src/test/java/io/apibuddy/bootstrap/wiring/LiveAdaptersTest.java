package io.apibuddy.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LiveAdaptersTest {
  private final List<Settings> taken = new ArrayList<>();
  private boolean broken;
  @AutoClose private final Storage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE));
  private final UpstreamClient client =
      new UpstreamClient() {
        @Override
        public UpstreamResponse send(UpstreamRequest request) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void reconfigure(Settings settings) {
          taken.add(settings);
          if (broken) {
            throw new UnsupportedOperationException("boom");
          }
        }

        @Override
        public void close() {}
      };

  /** A front end with the port's default, which refuses changes. */
  private final HttpFrontend frontend =
      new HttpFrontend() {
        @Override
        public InetSocketAddress start() {
          throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
      };

  @Test
  void adapterIsReconfiguredOnlyIfItsOwnSettingsChange() {
    Configuration before = load();
    Configuration after = load(Assignment.of("test", "server.upstream_ca_file", "a.pem"));

    adapters(null).reconfigure(before, after);
    adapters(null).reconfigure(before, load(Assignment.of("test", "cache.max_entries", 5)));

    assertThat(taken).containsExactly(after.client());
  }

  @Test
  void ifOneAdapterRefusesTheOthersAreRolledBack() {
    Configuration before = load();
    Configuration after =
        load(
            Assignment.of("test", "server.upstream_ca_file", "a.pem"),
            Assignment.of("test", "server.max_request_size", 5));

    assertThatThrownBy(() -> adapters(null).reconfigure(before, after))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("the front end's settings: a change needs a restart");

    assertThat(taken).containsExactly(after.client(), before.client());
  }

  @Test
  void adapterThatThrowsIsReportedWithTheCodeLocation() {
    broken = true;
    Configuration after = load(Assignment.of("test", "server.upstream_ca_file", "a.pem"));

    assertThatThrownBy(() -> adapters(null).reconfigure(load(), after))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("boom at " + LiveAdaptersTest.class.getName());
  }

  @Test
  void clientGivenByTheCallerIsNotReconfigured() {
    Configuration after = load(Assignment.of("test", "server.upstream_ca_file", "a.pem"));

    adapters(client).reconfigure(load(), after);

    assertThat(taken).isEmpty();
  }

  private LiveAdapters adapters(@Nullable UpstreamClient given) {
    CallerParts own = new CallerParts(null, given, List.of(), null, InstantSource.system());
    ProxySpec spec = ProxySpec.of(loaded(), "test", own, LiveAdaptersTest.class.getClassLoader());
    return new LiveAdapters(spec, StorageChoice.MEMORY, storage, client, frontend);
  }

  private static Configuration load(Assignment... assignments) {
    return loaded(assignments).configuration();
  }

  private static LoadedConfiguration loaded(Assignment... assignments) {
    List<Assignment> all = new ArrayList<>(List.of(assignments));
    all.add(Assignment.mapping("test", "a", "https://a.example"));
    return LoadedConfiguration.load(new ConfigurationLoader(), Sources.of(all));
  }
}
