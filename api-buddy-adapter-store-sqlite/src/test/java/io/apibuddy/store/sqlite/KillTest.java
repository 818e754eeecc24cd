package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.KillContract;
import io.apibuddy.ports.store.StorageProvider;
import java.nio.file.Path;
import java.sql.SQLException;

class KillTest implements KillContract {
  private static final String ORPHANS =
      "SELECT count(*) FROM entry_chunks WHERE entry_id NOT IN (SELECT id FROM cache_entries)";

  @Override
  public StorageProvider provider() {
    return new SqliteStorageProvider();
  }

  @Override
  public void checkWhatIsLeft(Path place) throws SQLException {
    assertThat(TestStorage.query(place, "PRAGMA integrity_check")).isEqualTo("ok");
  }

  @Override
  public void checkWhatIsClosed(Path place) throws SQLException {
    assertThat(TestStorage.query(place, ORPHANS)).isEqualTo("0");
  }
}
