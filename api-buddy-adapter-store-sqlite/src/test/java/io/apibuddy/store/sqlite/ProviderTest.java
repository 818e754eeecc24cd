package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ModuleInfo;
import io.apibuddy.ports.store.StorageProvider;
import java.io.IOException;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ProviderTest {

  @Test
  void classPathAndModulePathNameTheSameProvider() throws IOException {
    assertThat(ServiceLoader.load(StorageProvider.class).stream().map(ServiceLoader.Provider::type))
        .containsExactly(SqliteStorageProvider.class);
    assertThat(ModuleInfo.beside(SqliteStorageProvider.class).provides())
        .singleElement()
        .satisfies(
            provides -> {
              assertThat(provides.service()).isEqualTo(StorageProvider.class.getName());
              assertThat(provides.providers())
                  .containsExactly(SqliteStorageProvider.class.getName());
            });
  }

  @Test
  void providerIsNamedSqliteAndHasNoSensitiveSetting() {
    StorageProvider provider = new SqliteStorageProvider();

    assertThat(provider.name()).isEqualTo("sqlite");
    assertThat(provider.settingNames())
        .containsExactlyInAnyOrder(
            "database_path", "max_entries", "max_size_mb", "store_budget", "enable_compression");
    assertThat(provider.sensitiveSettingNames()).isEmpty();
  }
}
