package io.apibuddy.store.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.CRC32C;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * CRC32C of a key's method and target, in place of which it stands in an index: 4 bytes instead of
 * the whole URL. Those that have it in common are told apart by the row.
 */
final class UrlHash {
  private static final String NAME = "url_hash_of";

  private UrlHash() {}

  static long of(String keyMethod, String target) {
    CRC32C crc = new CRC32C();
    crc.update(keyMethod.getBytes(StandardCharsets.UTF_8));
    crc.update(' ');
    crc.update(target.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  /** Lets statements on a connection call it as {@code url_hash_of(key_method, target)}. */
  static void define(Connection connection) throws SQLException {
    Function.create(
        connection.unwrap(SQLiteConnection.class),
        NAME,
        new Function() {
          @Override
          protected void xFunc() throws SQLException {
            result(of(value_text(0), value_text(1)));
          }
        });
  }

  /** Takes back what {@link #define} did. */
  static void undefine(Connection connection) throws SQLException {
    Function.destroy(connection.unwrap(SQLiteConnection.class), NAME);
  }
}
