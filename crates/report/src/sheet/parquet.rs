//! A table as Parquet: columns that may be empty, in groups of rows, with what the columns
//! are, to be read back. The same rows make the same bytes.
//!
//! Values that recur are looked up in a dictionary; pages are not packed beyond that. With
//! gzip, whose working memory is taken and returned for every page, the heap of glibc was in
//! more and more pieces, and memory grew with the rows.
//!
//! - **Source:** the Apache Parquet format, <https://parquet.apache.org/docs/file-format/>.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, ParquetMetaDataReader};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::ChunkReader;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type as Schema, TypePtr};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::sheet::{Cell, Column, Form, Kind, check};

/// What the encoder gives, or why not.
type Encoded<T> = Result<T, ParquetError>;

/// Rows that are kept until they are written, together.
const GROUP: usize = 1 << 16;

/// Bytes of the different values of a column that are looked up; in a group with more, what
/// comes later stands for itself. Words and counts recur, most measured numbers never.
const DICTIONARY: usize = 1 << 16;

/// Under what the columns' units and meanings stand in the file.
const COLUMNS: &str = "groundswell.columns";

/// A Parquet file being written.
pub(super) struct Parquet<W: Write + Send> {
    file: SerializedFileWriter<W>,
    /// What is not yet written, column by column.
    waiting: Vec<Waiting>,
    rows: usize,
}

/// The cells of one column that wait for their group to be full.
struct Waiting {
    values: Values,
    /// One per row: 1 if it has a value, 0 if its cell is empty.
    there: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Whole(Vec<i64>),
    Number(Vec<f64>),
}

/// What the file tells of a column beside its name and its kind.
#[derive(Serialize, Deserialize)]
struct About {
    name: String,
    unit: String,
    meaning: String,
}

impl<W: Write + Send> Parquet<W> {
    pub(super) fn new(columns: &[Column], to: W) -> Result<Self, Error> {
        check(columns)?;
        let about = columns.iter().map(|column| About {
            name: column.name.clone(),
            unit: column.unit.clone(),
            meaning: column.meaning.clone(),
        });
        let about = serde_json::to_string(&about.collect::<Vec<_>>()).map_err(Error::Json)?;
        let begin = || SerializedFileWriter::new(to, schema(columns)?, Arc::new(properties(about)));
        Ok(Self {
            file: begin().map_err(refused)?,
            waiting: columns.iter().map(|c| Waiting::new(c.kind)).collect(),
            rows: 0,
        })
    }

    /// Writes the rows that wait.
    fn write(&mut self) -> Encoded<()> {
        if self.rows > 0 {
            let mut group = self.file.next_row_group()?;
            for column in &mut self.waiting {
                column.write(&mut group)?;
            }
            group.close()?;
            self.rows = 0;
        }
        Ok(())
    }
}

impl<W: Write + Send> Form for Parquet<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        for (column, cell) in self.waiting.iter_mut().zip(cells) {
            column.add(cell);
        }
        self.rows += 1;
        match self.rows < GROUP {
            true => Ok(()),
            false => self.write().map_err(refused),
        }
    }

    fn end(mut self: Box<Self>) -> Result<(), Error> {
        self.write().map_err(refused)?;
        // Whoever takes its writer from it gets an error that has only words.
        self.file.finish().map_err(refused)?;
        Ok(())
    }
}

impl Waiting {
    fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Whole => Values::Whole(Vec::new()),
            Kind::Number => Values::Number(Vec::new()),
        };
        let there = Vec::new();
        Self { values, there }
    }

    fn add(&mut self, cell: &Cell<'_>) {
        let empty = matches!(cell, Cell::Empty);
        self.there.push(i16::from(!empty));
        match (&mut self.values, cell) {
            (_, Cell::Empty) => {}
            (Values::Text(values), Cell::Text(text)) => values.push(ByteArray::from(*text)),
            (Values::Whole(values), Cell::Whole(value)) => values.push(*value),
            (Values::Number(values), Cell::Number(value)) => values.push(*value),
            _ => unreachable!("the cells of a row fit their columns"),
        }
    }

    fn write<W: Write + Send>(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Encoded<()> {
        match &mut self.values {
            Values::Text(values) => put::<ByteArrayType, W>(group, values, &self.there)?,
            Values::Whole(values) => put::<Int64Type, W>(group, values, &self.there)?,
            Values::Number(values) => put::<DoubleType, W>(group, values, &self.there)?,
        }
        self.there.clear();
        Ok(())
    }
}

/// Writes the next column of a group, and empties it.
fn put<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &mut Vec<T::T>,
    there: &[i16],
) -> Encoded<()> {
    let next = group.next_column()?;
    let mut column = next.expect("a group has the columns of the table");
    column.typed::<T>().write_batch(values, Some(there), None)?;
    values.clear();
    column.close()
}

fn schema(columns: &[Column]) -> Encoded<TypePtr> {
    let field = |column: &Column| {
        let physical = match column.kind {
            Kind::Text => Type::BYTE_ARRAY,
            Kind::Whole => Type::INT64,
            Kind::Number => Type::DOUBLE,
        };
        let field = Schema::primitive_type_builder(&column.name, physical);
        let field = field.with_repetition(Repetition::OPTIONAL);
        let field = match column.kind {
            Kind::Text => field
                .with_logical_type(Some(LogicalType::String))
                .with_converted_type(ConvertedType::UTF8),
            Kind::Whole | Kind::Number => field,
        };
        field.build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Encoded<_>>()?;
    let table = Schema::group_type_builder("table").with_fields(fields);
    table.build().map(Arc::new)
}

fn properties(about: String) -> WriterProperties {
    WriterProperties::builder()
        .set_created_by("groundswell".to_owned())
        .set_key_value_metadata(Some(vec![KeyValue::new(COLUMNS.to_owned(), about)]))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_compression(Compression::UNCOMPRESSED)
        .set_dictionary_enabled(true)
        .set_dictionary_page_size_limit(DICTIONARY)
        .build()
}

/// The columns that the table in `file` has; without unit and meaning if it was written by
/// others.
pub(super) fn columns(file: &impl ChunkReader) -> io::Result<Vec<Column>> {
    let metadata = ParquetMetaDataReader::new().parse_and_finish(file);
    let metadata = metadata.map_err(io::Error::other)?;
    let metadata = metadata.file_metadata();
    let pairs = metadata.key_value_metadata().into_iter().flatten();
    let about = pairs.filter(|pair| pair.key == COLUMNS);
    let about = about.filter_map(|pair| serde_json::from_str(pair.value.as_ref()?).ok());
    let about: Vec<About> = about.flat_map(|about: Vec<About>| about).collect();
    let column = |field: &TypePtr| {
        let name = field.name();
        let flat =
            field.is_primitive() && field.get_basic_info().repetition() != Repetition::REPEATED;
        let kind = match flat.then(|| field.get_physical_type()) {
            Some(Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY) => Kind::Text,
            Some(Type::INT32 | Type::INT64) => Kind::Whole,
            Some(Type::FLOAT | Type::DOUBLE) => Kind::Number,
            Some(Type::BOOLEAN | Type::INT96) | None => {
                let told = format!("column \"{name}\" is neither text nor numbers");
                return Err(io::Error::new(io::ErrorKind::InvalidData, told));
            }
        };
        let told = about.iter().find(|about| about.name == name);
        Ok(Column {
            name: name.to_owned(),
            unit: told.map_or_else(String::new, |about| about.unit.clone()),
            meaning: told.map_or_else(String::new, |about| about.meaning.clone()),
            kind,
        })
    };
    let fields = metadata.schema_descr().root_schema().get_fields();
    fields.iter().map(column).collect()
}

fn refused(cause: ParquetError) -> Error {
    match cause {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => Error::Write(*cause),
            Err(cause) => Error::Parquet(cause.to_string()),
        },
        cause => Error::Parquet(cause.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    use super::*;
    use crate::sheet::Sheet;
    use crate::sheet::describe::describe_file;
    use crate::sheet::tests::column;

    fn written<'c>(columns: &[Column], rows: impl IntoIterator<Item = Vec<Cell<'c>>>) -> Vec<u8> {
        let mut file = Vec::new();
        let mut sheet = Sheet::parquet(columns, &mut file).unwrap();
        sheet.rows(rows).unwrap();
        sheet.end().unwrap();
        file
    }

    fn reader(file: Vec<u8>) -> SerializedFileReader<bytes::Bytes> {
        SerializedFileReader::new(bytes::Bytes::from(file)).unwrap()
    }

    /// Every field of every row, as the library that wrote the file reads it.
    fn fields(file: Vec<u8>) -> Vec<Vec<Field>> {
        let reader = reader(file);
        let rows = reader.get_row_iter(None).unwrap();
        let fields = rows.map(|row| {
            let row = row.unwrap();
            row.get_column_iter()
                .map(|(_, field)| field.clone())
                .collect()
        });
        fields.collect()
    }

    #[test]
    fn rows_are_read_back_to_the_same_bits() {
        let columns = [
            column("strategy", "", Kind::Text),
            column("world", "", Kind::Whole),
            column("spread", "people", Kind::Number),
        ];
        let values = [0.1, -0.0, f64::MAX, f64::from_bits(1), -2.5e-7];
        let row = |(i, &value): (usize, &f64)| {
            let world = Cell::Whole(i64::MIN + i as i64);
            vec![Cell::Text("=1+1"), world, Cell::Number(value)]
        };
        let read = fields(written(&columns, values.iter().enumerate().map(row)));
        assert_eq!(read.len(), values.len());
        for (i, (row, value)) in read.iter().zip(values).enumerate() {
            let [Field::Str(text), Field::Long(world), Field::Double(number)] = &row[..] else {
                panic!("{row:?}");
            };
            // No spreadsheet opens it: words are left as they are.
            assert_eq!((text.as_str(), *world), ("=1+1", i64::MIN + i as i64));
            assert_eq!(number.to_bits(), value.to_bits());
        }
    }

    #[test]
    fn what_is_missing_or_not_finite_is_null_and_empty_text_is_not() {
        let columns = [
            column("a", "", Kind::Text),
            column("b", "", Kind::Whole),
            column("c", "", Kind::Number),
        ];
        let rows = [
            vec![Cell::Empty, Cell::Empty, Cell::Empty],
            vec![Cell::Text(""), Cell::Whole(0), Cell::Number(f64::NAN)],
            vec![Cell::Empty, Cell::Empty, Cell::Number(f64::INFINITY)],
        ];
        let null = Field::Null;
        assert_eq!(
            fields(written(&columns, rows)),
            [
                [null.clone(), null.clone(), null.clone()],
                [Field::Str(String::new()), Field::Long(0), null.clone()],
                [null.clone(), null.clone(), null],
            ]
        );
    }

    #[test]
    fn rows_are_written_in_groups_and_none_is_lost() {
        let columns = [column("a", "", Kind::Whole), column("b", "", Kind::Text)];
        let rows = (0..2 * GROUP + 1).map(|i| match i % 3 {
            0 => vec![Cell::Empty, Cell::Text("third")],
            _ => vec![Cell::Whole(i as i64), Cell::Empty],
        });
        let file = written(&columns, rows);
        let read = reader(file.clone());
        let groups = read.metadata().row_groups().iter();
        let sizes: Vec<i64> = groups.map(|group| group.num_rows()).collect();
        assert_eq!(sizes, [GROUP as i64, GROUP as i64, 1]);
        for (i, row) in fields(file).into_iter().enumerate() {
            let expected = match i % 3 {
                0 => [Field::Null, Field::Str("third".to_owned())],
                _ => [Field::Long(i as i64), Field::Null],
            };
            assert_eq!(row, expected);
        }
    }

    #[test]
    fn a_table_without_rows_still_tells_its_columns() {
        let own = [column("a", "people", Kind::Whole)];
        let file = written(&own, []);
        assert_eq!(fields(file.clone()).len(), 0);
        assert_eq!(columns(&bytes::Bytes::from(file)).unwrap(), own);
    }

    #[test]
    fn names_of_any_kind_are_read_back_with_unit_and_meaning() {
        let names = [
            "response.invite.customer",
            "=cmd|'/c'!A1",
            "a,\"b\"\r\nc",
            "nul\0and tab\t",
            "` ; drop table",
            "🙂 naïve",
            " ",
        ];
        let own = names.map(|name| column(name, name, Kind::Text));
        let cells = names.map(Cell::Text).to_vec();
        let file = written(&own, [cells]);
        let text = |name: &str| Field::Str(name.to_owned());
        assert_eq!(fields(file.clone()), [names.map(text)]);
        assert_eq!(columns(&bytes::Bytes::from(file)).unwrap(), own);
    }

    #[test]
    fn the_same_rows_make_the_same_bytes() {
        let columns = [column("a", "", Kind::Text), column("b", "", Kind::Number)];
        let names: Vec<String> = (0..5000).map(|i| format!("name {}", i % 700)).collect();
        let file = || {
            let rows = names.iter().enumerate();
            let cells = |(i, name): (usize, &'_ String)| (i as f64 / 7.0, name.clone());
            let rows: Vec<(f64, String)> = rows.map(cells).collect();
            let mut file = Vec::new();
            let mut sheet = Sheet::parquet(&columns, &mut file).unwrap();
            for (value, name) in &rows {
                sheet
                    .row(&[Cell::Text(name), Cell::Number(*value)])
                    .unwrap();
            }
            sheet.end().unwrap();
            file
        };
        let first = file();
        assert_eq!(first, file());
        let read = reader(first);
        let told = read.metadata().file_metadata();
        assert_eq!(told.created_by(), Some("groundswell"));
    }

    #[test]
    fn a_file_tells_its_columns_whatever_its_form() {
        let folder = std::env::temp_dir().join(format!("sheet-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let own = vec![
            column("a", "people", Kind::Whole),
            column("b", "", Kind::Text),
        ];
        let path = folder.join("table");
        std::fs::write(&path, written(&own, [])).unwrap();
        assert_eq!(describe_file(&path, &[]).unwrap(), own);
        let mut csv = Vec::new();
        Sheet::csv(&own, &mut csv).unwrap().end().unwrap();
        std::fs::write(&path, csv).unwrap();
        assert_eq!(describe_file(&path, &own).unwrap(), own);
        // Only the beginning of a Parquet file.
        std::fs::write(&path, "PAR1").unwrap();
        assert!(matches!(describe_file(&path, &[]), Err(Error::Read { .. })));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn who_takes_no_more_is_an_error() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let columns = [column("a", "", Kind::Whole)];
        let ended = Sheet::parquet(&columns, Full).and_then(Sheet::end);
        assert!(matches!(ended, Err(Error::Write(_))));
    }
}
