"""What WeChat's servers tell a house of its official account: who follows, who wrote, who asked for a template.

Written to the public documentation of the callbacks (developers.weixin.qq.com, "接收事件推送" and "接收普通消息"), in
plain mode; not tried against the service itself (decision 29).
"""
