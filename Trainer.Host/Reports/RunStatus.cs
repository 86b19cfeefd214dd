using System.Text.Json.Serialization;

namespace Trainer.Host.Reports;

/// <summary>How a training run ended.</summary>
internal enum RunStatus
{
    /// <summary>All epochs were trained.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>The run was stopped from outside; the numbers are those of what it had learnt so far.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,
}
