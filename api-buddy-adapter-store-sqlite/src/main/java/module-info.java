/** The storage adapter that keeps everything in one SQLite file. */
module io.apibuddy.store.sqlite {
  requires io.apibuddy.ports;
  requires static org.jspecify;
  requires com.github.luben.zstd_jni;
  requires com.zaxxer.hikari;
  requires java.sql;
  requires org.xerial.sqlitejdbc;

  provides io.apibuddy.ports.store.StorageProvider with
      io.apibuddy.store.sqlite.SqliteStorageProvider;
}
