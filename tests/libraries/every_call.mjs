// node every_call.mjs HOST WRITE_KEY COUNT: every call of the library once and COUNT tracks more; prints what failed.
import { Analytics } from '@segment/analytics-node'

const [host, writeKey, count] = process.argv.slice(2)
const analytics = new Analytics({ host, writeKey, flushAt: 20, flushInterval: 200 })
const failures = []
analytics.on('error', (error) => failures.push(String(error.reason ?? error.code)))

const userId = '42'
analytics.identify({ userId, anonymousId: 'visitor-1', traits: { email: 'camille@mail.example', plan: 'gold' } })
analytics.track({ userId, event: 'Product Viewed', properties: { sku: 'AUR-BAG-1', price: 2400 } })
analytics.page({ userId, category: 'Shop', name: 'Gifts', properties: { url: 'https://aurelle.example/gifts' } })
analytics.screen({ anonymousId: 'visitor-1', name: 'Home' })
analytics.group({ userId, groupId: 'group-1', traits: { tier: 'vip' } })
analytics.alias({ userId, previousId: 'visitor-0' })
for (let number = 0; number < Number(count); number += 1) {
  analytics.track({ anonymousId: `visitor-${number % 10}`, event: 'Product Clicked', properties: { number } })
}
await analytics.closeAndFlush({ timeout: 60000 })
console.log(JSON.stringify(failures))
