package org.labactors.internal.postgres;

import org.labactors.internal.database.Database;
import org.labactors.internal.database.DatabaseProvider;

/** Notebooks in PostgreSQL: {@code jdbc:postgresql://host:port/database}. */
public final class PostgresProvider implements DatabaseProvider {

  @Override
  public boolean knows(String location) {
    return location.startsWith(PostgresAddress.PREFIX);
  }

  @Override
  public Database at(String location) {
    return PostgresDatabase.at(location, System::getenv);
  }
}
