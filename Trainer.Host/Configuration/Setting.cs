using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Trainer.Core.Text;

namespace Trainer.Host.Configuration;

/// <summary>One setting: its key, what it may be, and the way to it in <see cref="TrainerSettings"/>.</summary>
/// <param name="section">The section's property.</param>
/// <param name="property">The setting's property in it.</param>
internal sealed class Setting(PropertyInfo section, PropertyInfo property)
{
    /// <summary>The key, such as <c>Training:Epochs</c>.</summary>
    public string Key { get; } = $"{section.Name}:{property.Name}";

    /// <summary>The section, such as <c>Training</c>.</summary>
    public string Section => section.Name;

    /// <summary>The name in it, such as <c>Epochs</c>.</summary>
    public string Name => property.Name;

    /// <summary>What is to be known of it.</summary>
    public SettingAttribute About { get; } = property.GetCustomAttribute<SettingAttribute>()
        ?? throw new InvalidOperationException($"{section.Name}:{property.Name} lacks its [Setting].");

    /// <summary>The type of its value, without null.</summary>
    public Type Type { get; } = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    /// <summary>Whether it may be nothing.</summary>
    public bool IsOptional { get; } = Nullable.GetUnderlyingType(property.PropertyType) is not null
        || new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    /// <summary>The value in force.</summary>
    public object? Get(TrainerSettings settings) => property.GetValue(section.GetValue(settings));

    /// <summary>The value in force as text; empty for nothing.</summary>
    public string Text(TrainerSettings settings) => Text(Get(settings));

    /// <summary>Sets it from text, or says what is wrong with that; null for nothing.</summary>
    /// <param name="settings">What it is a part of.</param>
    /// <param name="text">The text; null for nothing.</param>
    /// <param name="source">Where it stands, for the problem.</param>
    /// <returns>The problem, or null.</returns>
    public string? TrySet(TrainerSettings settings, string? text, string source)
    {
        if (text is null || (text.Length == 0 && Type != typeof(string)))
        {
            if (IsOptional)
            {
                property.SetValue(section.GetValue(settings), value: null);
            }

            return IsOptional || text is null ? null : $"{Key} is empty{Place(source)}; it {Allowed()}.";
        }

        if (!TryParse(text, out object? value))
        {
            return $"{Key} is '{text}'{Place(source)}; it {Allowed()}.{Nearest(text)}";
        }

        property.SetValue(section.GetValue(settings), value);
        return null;
    }

    /// <summary>What is wrong with the value in force by itself, or null.</summary>
    public string? FindProblem(TrainerSettings settings)
    {
        double? number = Get(settings) switch
        {
            int value => value,
            long value => value,
            double value => value,
            AutoCount value => value.Value,
            _ => null,
        };
        return number is null || About.Range is not { } range || About.Allows(number.Value)
            ? null
            : $"{Key} is {Text(settings)}; it must be {range}.";
    }

    private bool TryParse(string text, out object? value)
    {
        (bool good, value) = Type switch
        {
            _ when Type == typeof(string) => (true, (object?)text),
            _ when Type == typeof(bool) => (bool.TryParse(text, out bool flag), flag),
            _ when Type == typeof(int) =>
                (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number), number),
            _ when Type == typeof(long) =>
                (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number), number),
            _ when Type == typeof(double) =>
                (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number), number),
            _ when Type == typeof(TimeSpan) =>
                (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time), time),
            { IsEnum: true } => (TryParseName(text, out object? name), name),
            _ => (TryConvert(text, out object? converted), converted),
        };
        return good;
    }

    /// <summary>By name only: a number of no name would pass otherwise.</summary>
    private bool TryParseName(string text, out object? value)
    {
        string? name = Enum.GetNames(Type).FirstOrDefault(
            name => string.Equals(name, text.Trim(), StringComparison.OrdinalIgnoreCase));
        value = name is null ? null : Enum.Parse(Type, name);
        return name is not null;
    }

    private bool TryConvert(string text, out object? value)
    {
        try
        {
            value = TypeDescriptor.GetConverter(Type).ConvertFromInvariantString(text);
            return true;
        }
        catch (FormatException)
        {
            value = null;
            return false;
        }
    }

    private string Allowed()
    {
        string range = About.Range is { } limits ? $", {limits}" : string.Empty;
        return Type switch
        {
            { IsEnum: true } => $"can be {Listed(Enum.GetNames(Type))}",
            _ when Type == typeof(bool) => "can be true or false",
            _ when Type == typeof(int) || Type == typeof(long) => $"must be a whole number{range}",
            _ when Type == typeof(double) => $"must be a number{range}",
            _ when Type == typeof(TimeSpan) => "must be a time, as hours:minutes:seconds",
            _ => $"must be a whole number{range}, or auto",
        };
    }

    private static string Place(string source) => source.Length == 0 ? string.Empty : $" ({source})";

    private string Nearest(string text) =>
        Type.IsEnum ? NearestName.Question(text, Enum.GetNames(Type)) : string.Empty;

    private static string Listed(string[] names) => $"{string.Join(", ", names[..^1])} or {names[^1]}";

    private static string Text(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
