using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Tracking.Infrastructure.Store.Bulk;

/// <summary>A table and its columns as the model has them, for writing many rows past the change tracker.</summary>
internal sealed class BulkTable
{
    private static readonly ConditionalWeakTable<IEntityType, BulkTable> Known = [];

    private BulkTable(IEntityType type)
    {
        Name = type.GetTableName()!;
        var key = type.FindPrimaryKey()!.Properties;
        Columns = [.. type.GetProperties().Select(property => new BulkColumn(property, key.Contains(property)))];
    }

    public string Name { get; }

    public IReadOnlyList<BulkColumn> Columns { get; }

    public IEnumerable<BulkColumn> Key => Columns.Where(column => column.IsKey);

    public IEnumerable<BulkColumn> Values => Columns.Where(column => !column.IsKey);

    /// <summary>The table of a kind of row.</summary>
    public static BulkTable Of<TRow>(TrackingContext db)
        where TRow : class => Known.GetValue(db.Model.FindEntityType(typeof(TRow))!, static type => new BulkTable(type));
}

/// <summary>One column.</summary>
internal sealed class BulkColumn(IProperty property, bool isKey)
{
    private readonly IClrPropertyGetter getter = property.GetGetter();
    private readonly ValueConverter? converter = property.GetTypeMapping().Converter;

    public string Name { get; } = property.GetColumnName();

    public bool IsKey => isKey;

    /// <summary>The type that the database's own library takes.</summary>
    public Type Type { get; } = property.GetTypeMapping().Converter?.ProviderClrType
        ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;

    /// <summary>A row's value as that library takes it.</summary>
    public object ValueOf(object row)
    {
        var value = getter.GetClrValue(row);
        return (value is null || converter is null ? value : converter.ConvertToProvider(value)) ?? DBNull.Value;
    }
}
