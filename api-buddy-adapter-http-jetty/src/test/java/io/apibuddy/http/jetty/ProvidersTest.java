package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.http.HttpFrontendProvider;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.upstream.UpstreamClientProvider;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProvidersTest {

  private static final Map<Class<?>, Class<?>> PROVIDERS =
      Map.of(
          HttpFrontendProvider.class,
          JettyHttpFrontendProvider.class,
          UpstreamClientProvider.class,
          JettyUpstreamClientProvider.class);

  @Test
  void providersAreFoundOnTheClassPath() {
    PROVIDERS.forEach(
        (service, provider) ->
            assertThat(ServiceLoader.load(service).stream().map(found -> found.type().getName()))
                .containsExactly(provider.getName()));
  }

  @Test
  void clientInterruptedDuringItsStartKeepsTheInterruptFlag() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(
            () -> new JettyUpstreamClientProvider().create(AdapterContext.of(Settings.NONE)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void moduleDescriptorDeclaresTheSameProviders() throws Exception {
    Path classes =
        Path.of(
            JettyHttpFrontendProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    Map<String, List<String>> provided;
    try (InputStream descriptor = Files.newInputStream(classes.resolve("module-info.class"))) {
      provided =
          ModuleDescriptor.read(descriptor).provides().stream()
              .collect(
                  Collectors.toMap(
                      ModuleDescriptor.Provides::service, ModuleDescriptor.Provides::providers));
    }
    Map<String, List<String>> expected =
        PROVIDERS.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().getName(),
                    entry -> List.of(entry.getValue().getName())));
    assertThat(provided).isEqualTo(expected);
  }

  static Stream<Map<String, ?>> unusableSettings() {
    return Stream.of(
        Map.of("port", 65_536L),
        Map.of("port", "eighty"),
        Map.of("host", " "),
        Map.of("max_workers", 0L),
        Map.of("max_connections", -1L),
        Map.of("max_header_size", 1L),
        Map.of("max_target_size", 0L),
        Map.of("header_timeout", Duration.ZERO),
        Map.of("client_idle_timeout", Duration.ofSeconds(-1)),
        Map.of("max_request_size", -1L),
        Map.of("shutdown_grace", Duration.ofSeconds(-1)));
  }

  @ParameterizedTest
  @MethodSource("unusableSettings")
  void frontendRefusesUnusableSettingsByName(Map<String, ?> settings) {
    assertThatThrownBy(
            () ->
                new JettyHttpFrontendProvider()
                    .create(AdapterContext.of(Settings.of(settings)), new TestHandler()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(settings.keySet().iterator().next());
  }

  @Test
  void clientRefusesAConnectionLimitOfZero() {
    assertThatThrownBy(
            () ->
                new JettyUpstreamClientProvider()
                    .create(
                        AdapterContext.of(Settings.of(Map.of("max_connections_per_upstream", 0L)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("max_connections_per_upstream");
  }

  @Test
  void bothProvidersAreNamedJetty() {
    assertThat(new JettyHttpFrontendProvider().name()).isEqualTo("jetty");
    assertThat(new JettyUpstreamClientProvider().name()).isEqualTo("jetty");
  }
}
