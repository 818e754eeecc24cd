package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ModuleInfo;
import io.apibuddy.ports.store.StorageProvider;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ProviderTest {

  @Test
  void classPathAndModulePathNameTheSameProvider() throws IOException {
    assertThat(ServiceLoader.load(StorageProvider.class).stream().map(ServiceLoader.Provider::type))
        .containsExactly(RocksDbStorageProvider.class);
    assertThat(ModuleInfo.beside(RocksDbStorageProvider.class).provides())
        .singleElement()
        .returns(StorageProvider.class.getName(), ModuleDescriptor.Provides::service)
        .satisfies(
            provides ->
                assertThat(provides.providers())
                    .containsExactly(RocksDbStorageProvider.class.getName()));
  }

  @Test
  void providerIsNamedRocksdbAndHasNoSensitiveSetting() {
    StorageProvider provider = new RocksDbStorageProvider();

    assertThat(provider.name()).isEqualTo("rocksdb");
    assertThat(provider.settingNames())
        .containsExactlyInAnyOrder(
            "database_path", "max_entries", "max_size_mb", "store_budget", "enable_compression");
    assertThat(provider.sensitiveSettingNames()).isEmpty();
  }
}
