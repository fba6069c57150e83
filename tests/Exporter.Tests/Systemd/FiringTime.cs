namespace Wattshare.Exporter.Tests.Systemd;

/// <summary>A clock whose one timer fires when a test says so.</summary>
internal sealed class FiringTime : TimeProvider
{
    private FiringTimer? _timer;

    /// <summary>The period that was asked for.</summary>
    public TimeSpan Period => _timer!.Period;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _timer = new FiringTimer(() => callback(state), period);

    public void Fire() => _timer!.Callback();

    private sealed class FiringTimer(Action callback, TimeSpan period) : ITimer
    {
        public Action Callback { get; } = callback;

        public TimeSpan Period { get; private set; } = period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Period = period;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
