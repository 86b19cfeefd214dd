namespace Trainer.Host.Configuration;

/// <summary>
/// What is to be known of a setting besides its name, type and default, which its property has: the one definition,
/// from which the page of settings, the help, the schema and the checks come.
/// </summary>
/// <param name="meaning">What it does, in Markdown, after the words "is set to".</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingAttribute(string meaning) : Attribute
{
    /// <summary>What it does, in Markdown.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>The short option; null for none besides <c>--Section:Key</c>.</summary>
    public string? Short { get; set; }

    /// <summary>The default in words, where it depends on something else; null where it is the property's.</summary>
    public string? Default { get; set; }

    /// <summary>The smallest value; not-a-number for no limit.</summary>
    public double Least { get; set; } = double.NaN;

    /// <summary>What the value must be above; not-a-number for no limit.</summary>
    public double Above { get; set; } = double.NaN;

    /// <summary>The largest value; not-a-number for no limit.</summary>
    public double Most { get; set; } = double.NaN;

    /// <summary>What the value must be below; not-a-number for no limit.</summary>
    public double Below { get; set; } = double.NaN;

    /// <summary>Whether a number is within the limits; not-a-number and infinities never are.</summary>
    public bool Allows(double value) => double.IsFinite(value)
        && !(value < Least) && !(value <= Above) && !(value > Most) && !(value >= Below);

    /// <summary>The limits, such as <c>from 0 to below 1</c>; null if there are none.</summary>
    public string? Range => (double.IsNaN(Least), double.IsNaN(Above), double.IsNaN(Most), double.IsNaN(Below)) switch
    {
        (false, _, false, _) => Invariant($"from {Least} to {Most}"),
        (false, _, _, false) => Invariant($"from {Least} to below {Below}"),
        (false, _, _, _) => Invariant($"at least {Least}"),
        (_, false, _, false) => Invariant($"above {Above} and below {Below}"),
        (_, false, _, _) => Invariant($"above {Above}"),
        _ => null,
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
