package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.StorageProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ProviderTest {

  @Test
  void classPathAndModulePathNameTheSameProvider() throws IOException {
    assertThat(ServiceLoader.load(StorageProvider.class).stream().map(ServiceLoader.Provider::type))
        .containsExactly(RocksDbStorageProvider.class);
    assertThat(descriptor().provides())
        .singleElement()
        .returns(StorageProvider.class.getName(), ModuleDescriptor.Provides::service)
        .satisfies(
            provides ->
                assertThat(provides.providers())
                    .containsExactly(RocksDbStorageProvider.class.getName()));
  }

  @Test
  void itIsCalledRocksdbAndKeepsNoSecretSetting() {
    StorageProvider provider = new RocksDbStorageProvider();

    assertThat(provider.name()).isEqualTo("rocksdb");
    assertThat(provider.settingNames())
        .containsExactlyInAnyOrder(
            "database_path", "max_entries", "max_size_mb", "store_budget", "enable_compression");
    assertThat(provider.sensitiveSettingNames()).isEmpty();
  }

  private static ModuleDescriptor descriptor() throws IOException {
    String name = RocksDbStorageProvider.class.getName().replace('.', '/') + ".class";
    ClassLoader loader = RocksDbStorageProvider.class.getClassLoader();
    String place = Objects.requireNonNull(loader.getResource(name)).toString();
    String root = place.substring(0, place.length() - name.length());
    try (InputStream in = URI.create(root + "module-info.class").toURL().openStream()) {
      return ModuleDescriptor.read(in);
    }
  }
}
