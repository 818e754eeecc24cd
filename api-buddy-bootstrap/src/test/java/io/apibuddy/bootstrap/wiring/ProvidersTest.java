package io.apibuddy.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.StartException;
import io.apibuddy.bootstrap.fakes.FakeClientProvider;
import io.apibuddy.bootstrap.fakes.FakeFrontendProvider;
import io.apibuddy.bootstrap.fakes.FakeStorageProvider;
import io.apibuddy.bootstrap.fakes.OtherFrontendProvider;
import io.apibuddy.ports.http.HttpFrontendProvider;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.upstream.UpstreamClientProvider;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {
  @TempDir Path directory;
  @AutoClose private ServiceFiles services = new ServiceFiles(Path.of("."));

  @BeforeEach
  void open() {
    services = new ServiceFiles(directory);
  }

  @Test
  void findsTheOnlyProviderOfEachKind() {
    services
        .with(HttpFrontendProvider.class, FakeFrontendProvider.class.getName())
        .with(UpstreamClientProvider.class, FakeClientProvider.class.getName())
        .with(StorageProvider.class, FakeStorageProvider.class.getName());
    Providers providers = new Providers(services);

    assertThat(providers.frontend()).isInstanceOf(FakeFrontendProvider.class);
    assertThat(providers.upstreamClient()).isInstanceOf(FakeClientProvider.class);
    assertThat(providers.storages()).singleElement().isInstanceOf(FakeStorageProvider.class);
  }

  @Test
  void missingProviderIsReportedWithTheArtifactToAdd() {
    assertThatThrownBy(() -> new Providers(services).frontend())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "no HTTP front end on the class path: add io.apibuddy:api-buddy-adapter-http-jetty");
    assertThatThrownBy(() -> new Providers(services).upstreamClient())
        .hasMessage(
            "no upstream client on the class path: add io.apibuddy:api-buddy-adapter-http-jetty");
    assertThat(new Providers(services).storages()).isEmpty();
  }

  @Test
  void refusesToChooseBetweenTwoFrontEnds() {
    services.with(
        HttpFrontendProvider.class,
        OtherFrontendProvider.class.getName(),
        FakeFrontendProvider.class.getName());

    assertThatThrownBy(() -> new Providers(services).frontend())
        .hasMessage(
            "more than one HTTP front end on the class path (fake, other): keep only one of them");
  }

  @Test
  void namesAnAdapterWhoseClassIsMissing() {
    services.with(StorageProvider.class, "com.example.NoSuchEngine");

    assertThatThrownBy(() -> new Providers(services).storages())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("an adapter on the class path cannot be loaded as storage engine: ")
        .hasMessageContaining("com.example.NoSuchEngine")
        .hasMessageEndingWith(
            ", listed in "
                + directory.getFileName()
                + "; add what it needs to the class path, or remove its jar");
  }

  @Test
  void namesTheClassThatAnAdapterLacks() {
    services.with(StorageProvider.class, Unlinked.class.getName());

    assertThatThrownBy(() -> new Providers(services).storages())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(Unlinked.class.getName())
        .hasMessageContaining("NoClassDefFoundError: org/example/Engine");
  }

  @Test
  void refusesAnEngineWithAReservedOrInvalidName() {
    services.with(StorageProvider.class, CalledMemory.class.getName());
    assertThatThrownBy(() -> new Providers(services).storages())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(CalledMemory.class.getName() + " in test-classes")
        .hasMessageContaining("calls itself memory");

    services.with(StorageProvider.class, CalledBadly.class.getName());
    assertThatThrownBy(() -> new Providers(services).storages())
        .hasMessageContaining("calls itself \"My Engine\"");
  }

  @Test
  void namesAnEngineThatFailsToListItsSettings() {
    services.with(StorageProvider.class, WithoutSettings.class.getName());

    assertThatThrownBy(() -> new Providers(services).storages())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            WithoutSettings.class.getName() + " in test-classes failed when asked")
        .hasMessageContaining("IllegalStateException: not yet");
  }

  /** Fails to list its sensitive settings. */
  public static final class WithoutSettings extends Named {
    /** For the service loader. */
    public WithoutSettings() {
      super("nameless");
    }

    @Override
    public Set<String> sensitiveSettingNames() {
      throw new IllegalStateException("not yet");
    }
  }

  /** Needs a class that is missing. */
  public static final class Unlinked extends Named {
    /** Fails as a constructor does that needs a missing jar. */
    public Unlinked() {
      super("unlinked");
      throw new NoClassDefFoundError("org/example/Engine");
    }
  }

  /** Takes the name of the storage without an adapter. */
  public static final class CalledMemory extends Named {
    /** For the service loader. */
    public CalledMemory() {
      super("memory");
    }
  }

  /** Has an invalid name. */
  public static final class CalledBadly extends Named {
    /** For the service loader. */
    public CalledBadly() {
      super("My Engine");
    }
  }

  private abstract static class Named implements StorageProvider {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Set<String> settingNames() {
      return Set.of();
    }

    @Override
    public Storage open(AdapterContext context) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void providerThatFailsOrReturnsNullIsNamed() {
    Object provider = new FakeClientProvider();
    String name = "the upstream client " + FakeClientProvider.class.getName();
    assertThatThrownBy(
            () ->
                Providers.create(
                    "upstream client",
                    provider,
                    () -> {
                      throw new NoClassDefFoundError("boom");
                    }))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith(name)
        .hasMessageEndingWith("boom");
    assertThatThrownBy(() -> Providers.<Object>create("upstream client", provider, () -> null))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith(name)
        .hasMessageEndingWith("nothing made");
    assertThatThrownBy(
            () ->
                Providers.create(
                    "upstream client",
                    provider,
                    () -> {
                      throw new IllegalArgumentException("a setting");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a setting");
  }
}
