package org.labactors.notebook.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.table.ColumnType;
import org.labactors.internal.table.TableColumn;
import org.labactors.internal.table.TableHeader;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.UnicodeText;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.notebook.export.Export;

/**
 * Apache Parquet, compressed with Snappy. Each column has the type of its values: INT64, DOUBLE
 * (floating-point numbers, or these and whole ones of up to 53 bits), BOOLEAN or STRING; a column
 * of anything else, or of several types, is JSON text, as {@link JsonExport} has it. What is
 * missing is null, and a column without values is DOUBLE. Numbers are exact. Of a surrogate pair
 * whose other half is missing, strings have U+FFFD.
 *
 * <p>The rows are read twice: once for the types, once for the values.
 */
final class ParquetExport implements Export {

  /** Values are collected up to this size, for all columns together, and then written. */
  private static final long ROW_GROUP_BYTES = 8L << 20;

  private static final int PAGE_BYTES = 256 << 10;

  /** Where a column's dictionary, which is in memory, gives way to plain values. */
  private static final int DICTIONARY_BYTES = 128 << 10;

  @Override
  public long write(ResultSet resultSet, Query query, OutputStream out) throws IOException {
    TableHeader header = TableHeader.of(resultSet);
    List<ColumnType> types = types(resultSet, query, header);
    Rows support = new Rows(resultSet.tag(), header, types);
    long number = 0;
    try (ParquetWriter<Row> writer =
            new Builder(new Output(out), support)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withPageSize(PAGE_BYTES)
                .withDictionaryPageSize(DICTIONARY_BYTES)
                .build();
        Stream<Row> rows = resultSet.rows(query)) {
      for (Iterator<Row> each = rows.iterator(); each.hasNext(); number++) {
        writer.write(each.next());
      }
    }
    out.flush();
    return number;
  }

  private static List<ColumnType> types(ResultSet resultSet, Query query, TableHeader header) {
    List<TableColumn> columns = header.columns();
    List<ColumnType.Finder> finders =
        columns.stream().map(column -> new ColumnType.Finder()).toList();
    try (Stream<Row> rows = resultSet.rows(query)) {
      rows.forEach(
          row -> {
            for (int i = 0; i < columns.size(); i++) {
              Object value = columns.get(i).type() == null ? columns.get(i).of(row) : null;
              if (value != null) {
                finders.get(i).add(value);
              }
            }
          });
    }
    List<ColumnType> types = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ColumnType known = columns.get(i).type();
      types.add(known == null ? finders.get(i).type() : known);
    }
    return types;
  }

  /** Writes rows into Parquet's columns. */
  private static final class Rows extends WriteSupport<Row> {

    private final String tag;
    private final TableHeader header;
    private final List<TableColumn> columns;
    private final List<ColumnType> types;
    private @Nullable RecordConsumer consumer;

    Rows(String tag, TableHeader header, List<ColumnType> types) {
      this.tag = tag;
      this.header = header;
      this.columns = header.columns();
      this.types = types;
    }

    @Override
    @SuppressWarnings("deprecation") // the one that must be there
    public WriteContext init(Configuration configuration) {
      List<Type> fields = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        fields.add(field(columns.get(i).header(), types.get(i)));
      }
      return new WriteContext(new MessageType("rows", fields), Map.of());
    }

    private static Type field(String name, ColumnType type) {
      return switch (type) {
        case LONG -> Types.optional(PrimitiveTypeName.INT64).named(name);
        case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
        case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
        case STRING ->
            Types.optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
        case JSON ->
            Types.optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.jsonType())
                .named(name);
      };
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void write(Row row) {
      header.check(row);
      RecordConsumer consumer =
          Objects.requireNonNull(this.consumer, "prepareForWrite comes first");
      consumer.startMessage();
      for (int i = 0; i < columns.size(); i++) {
        Object value = columns.get(i).of(row);
        if (value != null) {
          consumer.startField(columns.get(i).header(), i);
          add(consumer, value, types.get(i));
          consumer.endField(columns.get(i).header(), i);
        }
      }
      consumer.endMessage();
    }

    private void add(RecordConsumer consumer, Object value, ColumnType type) {
      if (!type.fits(value)) {
        throw TableHeader.changed(tag);
      }
      switch (type) {
        case LONG -> consumer.addLong((Long) value);
        case DOUBLE -> consumer.addDouble(((Number) value).doubleValue());
        case BOOLEAN -> consumer.addBoolean((Boolean) value);
        case STRING -> consumer.addBinary(Binary.fromString(UnicodeText.of((String) value)));
        case JSON ->
            consumer.addBinary(Binary.fromString(ValueJson.write(value, JsonDialect.EXPORT)));
      }
    }
  }

  /** Makes the writer. */
  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {

    private final Rows support;

    Builder(OutputFile file, Rows support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // the one that must be there
    protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
      return support;
    }
  }

  /** A stream as Parquet's writer wants it. */
  private record Output(OutputStream out) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new Counting(out);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  /** Counts what is written; closing leaves the stream open. */
  private static final class Counting extends PositionOutputStream {

    private final OutputStream out;
    private long position;

    Counting(OutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int octet) throws IOException {
      out.write(octet);
      position++;
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
      out.write(octets, from, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
