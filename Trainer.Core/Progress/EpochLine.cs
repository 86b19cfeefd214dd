using System.Globalization;
using System.Text;
using Trainer.Core.Text;

namespace Trainer.Core.Progress;

/// <summary>The lines Keras prints for an epoch, as pure functions.</summary>
/// <remarks>Source: <c>tf.keras.utils.Progbar</c> of TensorFlow 2.2, verbosity 1.</remarks>
public static class EpochLine
{
    private const int BarWidth = 30;
    private const double SmallestFixed = 1e-3;

    /// <summary>The line above an epoch's bar: <c>Epoch 1/75</c>.</summary>
    /// <param name="epoch">The epoch, counted from 0.</param>
    /// <param name="epochs">The number of epochs.</param>
    public static string Header(int epoch, int epochs) => $"Epoch {epoch + 1}/{epochs}";

    /// <summary>The line with the bar, the time and the metrics.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="steps">
    /// Steps of the epoch, at least 1; null if not known, which leaves out bar and remaining time.
    /// </param>
    /// <param name="elapsed">Time since the epoch began.</param>
    /// <param name="logs">Metrics in the order to print them.</param>
    /// <param name="final">
    /// Whether the epoch has ended: prints the time it took instead of the time that remains.
    /// </param>
    /// <param name="showsBar">Whether there is a bar; without it the line is that of verbosity 2.</param>
    /// <returns>For example <c>31/31 [==============================] - 10s 317ms/step - loss: 3.6791</c>.</returns>
    public static string Format(
        int step,
        int? steps,
        TimeSpan elapsed,
        IReadOnlyList<KeyValuePair<string, double>> logs,
        bool final,
        bool showsBar = true)
    {
        double seconds = elapsed.TotalSeconds;
        double secondsPerStep = step > 0 ? seconds / step : 0;
        StringBuilder line = new();
        line.Append(steps is not { } total ? $"{step,7}/Unknown" : showsBar ? Bar(step, total) : $"{step}/{total}");
        line.Append(steps is { } all && !final
            ? $" - ETA: {Remaining(secondsPerStep * (all - step))}"
            : $" - {CNumber.Fixed(seconds, 0)}s {PerStep(secondsPerStep)}");
        foreach ((string metric, double value) in logs)
        {
            line.Append(CultureInfo.InvariantCulture, $" - {metric}: {Number(value)}");
        }

        return line.ToString();
    }

    private static string Bar(int step, int steps)
    {
        string total = steps.ToString(CultureInfo.InvariantCulture);
        string done = step.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length);
        int filled = (int)(BarWidth * ((double)step / steps));
        string head = filled == 0 ? string.Empty : new string('=', filled - 1) + (step < steps ? '>' : '=');
        return $"{done}/{total} [{head.PadRight(BarWidth, '.')}]";
    }

    private static string Remaining(double seconds)
    {
        long whole = (long)seconds;
        return seconds switch
        {
            > 3600 => $"{whole / 3600}:{whole % 3600 / 60:00}:{whole % 60:00}",
            > 60 => $"{whole / 60}:{whole % 60:00}",
            _ => $"{whole}s",
        };
    }

    private static string PerStep(double seconds) => seconds switch
    {
        >= 1 or 0 => $"{CNumber.Fixed(seconds, 0)}s/step",
        >= 1e-3 => $"{CNumber.Fixed(seconds * 1e3, 0)}ms/step",
        _ => $"{CNumber.Fixed(seconds * 1e6, 0)}us/step",
    };

    private static string Number(double value) =>
        Math.Abs(value) > SmallestFixed ? CNumber.Fixed(value, 4) : CNumber.Exponential(value, 4);
}
